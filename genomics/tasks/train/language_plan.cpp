#include "genomics/tasks/train/language_plan.h"

#include "core/base/error.h"
#include "genomics/tokenize/language_tokens.h"

namespace undula {
namespace {

constexpr int64_t kKmer = 6;

[[noreturn]] void refuse(const std::string& what, const std::string& where, const std::string& hint) {
  throw Error(ErrorKind::kUsage, what, where, hint);
}

void check(const DnaTrainOptions& options, bool causal) {
  check_windows(options, "a language model");
  if (options.class_weights != "none")
    refuse("a language model has no classes", "--class-weights " + options.class_weights, "leave it out");
  if (causal && options.direction == "both")
    refuse("a model that predicts the next base cannot see what is behind it", "--direction both", "--task mlm");
}

ModelConfig choose_model(const DnaTrainOptions& options, bool causal, const Pretrained* from) {
  ModelConfig model;
  // A mask hides every k-mer that it is in; a filter over single bases sees the others.
  model.stem = stem_of(options, causal ? StemKind::kKmer : StemKind::kConv);
  model.kmer = options.kmer > 0 ? options.kmer : kKmer;
  model.vocab = kLanguageVocabulary;
  model.bidirectional = !causal && options.direction != "causal";
  model.head = causal ? HeadKind::kNextToken : HeadKind::kMaskedToken;
  model.n_outputs = kPredictedTokens;
  size_model(options, "base", model);
  start_from(options, from, model);
  if (from != nullptr) {
    if (model.stem == StemKind::kKmer) model.vocab = kLanguageVocabulary;  // its table has no rows for other tokens
    if (model.vocab != kLanguageVocabulary)
      refuse("the model to start from has no token for a mask or a beginning", "--from " + options.from,
             "a language model, or one with a k-mer stem");
  }
  model.validate();
  return model;
}

}  // namespace

LanguagePlan plan_language(const DnaTrainOptions& options, int64_t bases,
                           const std::shared_ptr<const Pretrained>& from) {
  const bool causal = options.task == "lm";
  check(options, causal);
  LanguagePlan plan{plan_windows(options, bases, from), {}};
  plan.model = choose_model(options, causal, from.get());
  plan.trainer.runner = plan_schedule(options, plan.model, plan.trainer.micro_batch_size, plan.window);
  plan.objective = {plan.model.head, options.soft_mask_weight, options.seed};
  return plan;
}

LanguagePlan plan_language_for_time(DnaTrainOptions options, int64_t bases, const StepCost& cost,
                                    const std::shared_ptr<const Pretrained>& from) {
  options.steps = steps_for_time(options.minutes, cost, [&](int64_t steps) {
    options.steps = steps;
    return plan_language(options, bases, from).trainer;
  });
  return plan_language(options, bases, from);
}

}  // namespace undula

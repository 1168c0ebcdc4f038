#include "genomics/tasks/train/position_plan.h"

#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

constexpr int64_t kKmer = 4;

ModelConfig choose_model(const DnaTrainOptions& options, int64_t classes, const Pretrained* from) {
  ModelConfig model;
  model.stem = stem_of(options, StemKind::kConv);
  model.kmer = options.kmer > 0 ? options.kmer : kKmer;
  model.vocab = kVocabularySize;
  model.bidirectional = options.direction != "causal";
  model.head = HeadKind::kPosition;
  model.n_outputs = classes;
  size_model(options, "small", model);
  start_from(options, from, model);
  model.validate();
  return model;
}

}  // namespace

PositionPlan plan_positions(const DnaTrainOptions& options, const PositionData& data,
                            const std::shared_ptr<const Pretrained>& from) {
  check_windows(options, "a model of positions");
  PositionPlan plan{plan_windows(options, data.genome.bases(Split::kTrain), from), options.soft_mask_weight};
  plan.model = choose_model(options, static_cast<int64_t>(data.classes().size()), from.get());
  plan.trainer.runner = plan_schedule(options, plan.model, plan.trainer.micro_batch_size, plan.window);
  if (options.class_weights == "balanced") plan.trainer.class_weights = balanced_weights(data.bases(Split::kTrain));
  return plan;
}

PositionPlan plan_positions_for_time(DnaTrainOptions options, const PositionData& data, const StepCost& cost,
                                     const std::shared_ptr<const Pretrained>& from) {
  options.steps = steps_for_time(options.minutes, cost, [&](int64_t steps) {
    options.steps = steps;
    return plan_positions(options, data, from).trainer;
  });
  return plan_positions(options, data, from);
}

}  // namespace undula

#include "genomics/tasks/train/window_plan.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

struct Preset {
  const char* name;
  int64_t d_model, layers;
};
constexpr std::array<Preset, 3> kPresets = {{{"tiny", 64, 1}, {"small", 96, 2}, {"base", 128, 4}}};

constexpr int64_t kWindow = 1024;
constexpr int64_t kBatchBases = 16384, kMicroBases = 32768;
constexpr int64_t kEpochs = 20, kLeastSteps = 500, kMostSteps = 20000;
constexpr int64_t kLongWindow = 4096;   // from here on training begins with pieces ...
constexpr double kLengthWarmup = 0.25;  // ... in this share of the steps
constexpr double kPeakRate = 4e-3;

}  // namespace

void check_windows(const DnaTrainOptions& options, const std::string& model) {
  const auto refuse = [](const std::string& what, const std::string& where, const std::string& hint) {
    throw Error(ErrorKind::kUsage, what, where, hint);
  };
  if (!options.lengths.empty())
    refuse(model + " reads windows of one length", "--lengths", "--window " + std::to_string(kWindow));
  if (options.stride > 1)
    refuse(model + " answers at every base", "--stride " + std::to_string(options.stride), "leave it out");
  if (options.mutate > 0) refuse(model + " learns sequences as they are", "--mutate", "leave it out");
}

void size_model(const DnaTrainOptions& options, const std::string& automatic, ModelConfig& model) {
  const std::string name = options.preset == "auto" ? automatic : options.preset;
  const Preset& size =
      *std::find_if(kPresets.begin(), kPresets.end(), [&](const Preset& preset) { return preset.name == name; });
  model.d_model = options.d_model > 0 ? options.d_model : size.d_model;
  model.n_layer = options.layers > 0 ? options.layers : size.layers;
  model.d_state = options.d_state;
  model.dropout = std::max(options.dropout, 0.0);
  set_mixers(options, model);
  model.strands = model_strands(options);
  if (model.strands != Strands::kSingle) model.complement = token_complement();
}

void start_from(const DnaTrainOptions& options, const Pretrained* from, ModelConfig& model) {
  if (from == nullptr) return;
  take_backbone(from->file->model->config(), model);
  if (from->file->model->stride() > 1)
    throw Error(ErrorKind::kUsage,
                "the model to start from answers every " + std::to_string(from->file->model->stride()) + " bases",
                "--from " + options.from, "a model with stride 1");
}

WindowPlan plan_windows(const DnaTrainOptions& options, int64_t bases, const std::shared_ptr<const Pretrained>& from) {
  WindowPlan plan;
  plan.from = from;
  plan.window = options.window > 0 ? options.window : kWindow;
  plan.both_strands = options.strands != "one";
  plan.storage = storage_of(options);

  TrainerOptions& trainer = plan.trainer;
  trainer.batch_size = options.batch > 0 ? options.batch : std::max<int64_t>(kBatchBases / plan.window, 1);
  trainer.micro_batch_size = std::clamp<int64_t>(kMicroBases / plan.window, 1, trainer.batch_size);
  const int64_t epoch = std::max<int64_t>(bases / (trainer.batch_size * plan.window), 1);
  trainer.steps = options.steps > 0 ? options.steps : std::clamp(kEpochs * epoch, kLeastSteps, kMostSteps);
  const double share = options.length_warmup >= 0   ? options.length_warmup
                       : plan.window >= kLongWindow ? kLengthWarmup
                                                    : 0;
  trainer.length_warmup.steps = static_cast<int64_t>(share * static_cast<double>(trainer.steps));
  plan_optimizer(options, kPeakRate, trainer);
  return plan;
}

DnaTrainOptions resolved(DnaTrainOptions options, const WindowPlan& plan) {
  resolve_model(plan.model, plan.trainer, options);
  options.kmer = plan.model.kmer;
  options.direction = plan.model.bidirectional ? "both" : "causal";
  options.strands = strands_name(plan.model, plan.both_strands);
  options.window = plan.window;
  options.length_warmup =
      static_cast<double>(plan.trainer.length_warmup.steps) / static_cast<double>(plan.trainer.steps);
  return options;
}

}  // namespace undula

#include "core/train/training_run.h"

#include <chrono>

namespace undula {
namespace {

constexpr uint64_t kInitKey = 0;  // what the seed is folded with; the trainer folds with others
constexpr int kTimedSteps = 6;

}  // namespace

TrainingRun::TrainingRun(const ModelConfig& model, const TrainerOptions& options, std::unique_ptr<SampleSource> train,
                         std::unique_ptr<SampleSource> valid, const Pretrained* from, const Compute& compute)
    : options_(options), train_(std::move(train)), valid_(std::move(valid)), ctx_(compute), model_(model, DType::kF32) {
  model_.allocate(true);
  model_.params().initialise(RandomKey(options.seed).fold(kInitKey));
  if (from != nullptr) from->start(model_);
  trainer_ = std::make_unique<Trainer>(ctx_, model_, *train_, valid_.get(), options);
  memory_ = trainer_->plan();
}

void TrainingRun::reserve() {
  if (ctx_.planning()) trainer_->reserve();
}

void TrainingRun::plan_more(const std::function<void(Runner&)>& use) {
  Runner runner(ctx_, model_, options_.runner);
  use(runner);
  memory_.activations = ctx_.arena().planned_bytes();
}

void TrainingRun::resume(const RunFolder& folder) {
  trainer_->load(folder.checkpoint());
  folder.forget_after(trainer_->steps_done());
}

bool TrainingRun::run(const RunFolder& folder, const TrainingObserver& observer) {
  reserve();
  if (!run_training(*trainer_, folder, observer)) return false;
  trainer_->use_best();
  if (valid_) best_ = judge(*valid_);
  Runner runner(ctx_, model_, options_.runner);
  finish(runner);
  return true;
}

Evaluation TrainingRun::judge(const SampleSource& samples) {
  Runner runner(ctx_, model_, options_.runner);
  return evaluate(ctx_, runner, model_, samples, options_.micro_batch_size);
}

StepCost TrainingRun::measure(double mean_length) {
  using Clock = std::chrono::steady_clock;
  reserve();
  trainer_->step();  // warms caches and makes packed copies
  int64_t tokens = 0;
  const auto start = Clock::now();
  for (int i = 0; i < kTimedSteps; ++i) tokens += trainer_->step().tokens;
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  // Batches of like lengths differ in cost: what a token costs does not.
  const double mean_tokens = static_cast<double>(options_.batch_size) * mean_length;
  return {seconds / static_cast<double>(tokens) * mean_tokens, valid_ ? valid_->size() * valid_->views() : 0};
}

}  // namespace undula

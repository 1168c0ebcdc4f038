#include "core/train/trainer.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include "core/base/error.h"
#include "core/cpu/matmul.h"
#include "core/io/safetensors.h"

namespace undula {
namespace {

constexpr uint64_t kOrderKey = 1, kDropoutKey = 2;  // what the seed is folded with

TensorType tensor_type(DType dtype) {
  return dtype == DType::kF64 ? TensorType::kF64 : TensorType::kF32;
}

}  // namespace

Trainer::Trainer(Context& ctx, SequenceModel& model, const SampleSource& train, const SampleSource* valid,
                 const TrainerOptions& options)
    : ctx_(ctx),
      model_(model),
      train_(train),
      valid_(valid),
      options_(options),
      runner_(ctx, model, options.runner),
      optimizer_(model.params(), options.optimizer),
      best_(Buffer::of({model.params().slab_count()}, model.dtype(), ctx.memory())),
      best_log_loss_(std::numeric_limits<double>::infinity()) {
  require(train.size() > 0, "trainer", "no training samples");
  if (options.class_weights.empty()) return;
  const auto n = static_cast<int64_t>(options.class_weights.size());
  require(n == model.config().n_outputs, "trainer", "class weights; got " + std::to_string(n) + ", want one per class");
  class_weights_ = Buffer::of({n}, model.dtype());
  dispatch_float(model.dtype(), [&](auto zero) {
    std::copy_n(options.class_weights.data(), n, class_weights_.view({n}, model.dtype()).as<decltype(zero)>());
  });
  class_weights_.move_to(ctx.memory());
}

View Trainer::class_weights() const {
  return options_.class_weights.empty() ? View() : class_weights_.view({model_.config().n_outputs}, model_.dtype());
}

int64_t Trainer::rows_at_once(int64_t piece) const {
  const int64_t samples = std::min({options_.batch_size, options_.micro_batch_size, train_.size()});
  return piece > 0 ? samples * ((train_.max_length() + piece - 1) / piece) : samples;
}

MemoryPlan Trainer::plan() {
  std::vector<int64_t> pieces = options_.length_warmup.pieces(train_.max_length());
  pieces.push_back(0);
  ctx_.set_training(true);  // dropout takes scratch of its own
  for (const int64_t piece : pieces) {
    const int64_t rows = rows_at_once(piece), length = piece > 0 ? piece : train_.max_length();
    runner_.train(Runner::plan_batch(model_, {rows, bucket_length(length), rows, false}), 1, class_weights());
  }
  ctx_.set_training(false);
  if (valid_ != nullptr) plan_evaluation(ctx_, runner_, model_, *valid_, options_.micro_batch_size);
  const size_t slab = static_cast<size_t>(model_.params().slab_count()) * size_of(model_.dtype());
  return {.parameters = 6 * slab,
          .activations = ctx_.arena().planned_bytes(),
          .packed = ctx_.matmul().packed_bytes() + ctx_.derived().bytes()};
}

StepReport Trainer::step() {
  const int64_t step = optimizer_.steps();
  const int64_t per_epoch = (train_.size() + options_.batch_size - 1) / options_.batch_size;
  const RandomKey key = RandomKey(options_.seed);
  if (epoch_ != step / per_epoch) {
    epoch_ = step / per_epoch;
    batches_ = epoch_batches(train_, epoch_, options_.batch_size, key.fold(kOrderKey));
  }
  const int64_t piece = options_.length_warmup.piece(step, train_.max_length());
  host_.fill(train_, epoch_, batches_[static_cast<size_t>(step % per_epoch)], model_.dtype(), piece);

  double normaliser = host_.weight(options_.class_weights);
  if (normaliser <= 0) normaliser = 1;

  ctx_.set_training(true);
  ctx_.set_key(key.fold(kDropoutKey).fold(static_cast<uint64_t>(step)));
  double loss = 0;
  const int64_t together = rows_at_once(piece);
  for (int64_t begin = 0; begin < host_.size(); begin += together) {
    const int64_t end = std::min(begin + together, host_.size());
    loss += runner_.train(host_.rows(begin, end), normaliser, class_weights()).loss;
  }
  ctx_.set_training(false);
  StepReport report;
  report.loss = loss / normaliser;
  if (!std::isfinite(report.loss)) {
    throw Error(ErrorKind::kFailure, "the loss is not a number at step " + std::to_string(step + 1), "",
                "a smaller --learning-rate");
  }
  report.learning_rate = options_.optimizer.rate.at(step + 1);
  report.tokens = host_.tokens();
  report.gradient_norm = optimizer_.step(ctx_);
  report.step = optimizer_.steps();
  return report;
}

bool Trainer::due_for_validation() const {
  const int64_t step = optimizer_.steps();
  return step > 0 && (step % options_.evaluate_every == 0 || step == options_.steps);
}

Evaluation Trainer::validate() {
  optimizer_.swap_average();
  Evaluation evaluation;
  if (valid_ != nullptr) evaluation = evaluate(ctx_, runner_, model_, *valid_, options_.micro_batch_size);
  ++since_best_;
  if (valid_ == nullptr || evaluation.log_loss < best_log_loss_) {
    best_log_loss_ = evaluation.log_loss;
    best_step_ = optimizer_.steps();
    since_best_ = 0;
    copy(model_.params().values(), best());
  }
  optimizer_.swap_average();
  return evaluation;
}

bool Trainer::finished() const {
  return optimizer_.steps() >= options_.steps || (options_.patience > 0 && since_best_ >= options_.patience);
}

void Trainer::use_best() {
  if (best_step_ == 0) return;
  copy(best(), model_.params().values());
  model_.params().touch();
}

std::vector<std::pair<std::string, View>> Trainer::slabs() const {
  return {{"values", model_.params().values()},
          {"m", optimizer_.m()},
          {"v", optimizer_.v()},
          {"average", optimizer_.average()},
          {"best", best()}};
}

void Trainer::save(const std::string& path) const {
  TensorFile file;
  std::deque<Buffer> keep;
  for (const auto& [name, view] : slabs()) {
    const View host = on_host(view, keep.emplace_back());
    file.refer({name, tensor_type(model_.dtype()), {host.count()}, {host.data, host.bytes()}});
  }
  const std::vector<int64_t> counters = {optimizer_.steps(), best_step_, since_best_};
  const std::vector<double> numbers = {best_log_loss_};
  file.add<int64_t>("counters", {3}, counters);
  file.add<double>("best_log_loss", {1}, numbers);
  file.metadata = model_.config().to_metadata();
  file.metadata["format"] = "undula checkpoint 1";
  file.metadata["steps"] = std::to_string(options_.steps);
  file.metadata["seed"] = std::to_string(options_.seed);
  write_tensor_file(path, file);
}

void Trainer::load(const std::string& path) {
  const TensorFile file = read_tensor_file(path, Checksum::kRequired);
  auto expected = model_.config().to_metadata();
  expected["format"] = "undula checkpoint 1";
  expected["steps"] = std::to_string(options_.steps);
  expected["seed"] = std::to_string(options_.seed);
  for (const auto& [key, value] : expected) {
    const auto found = file.metadata.find(key);
    if (found != file.metadata.end() && found->second == value) continue;
    throw Error(ErrorKind::kBadInput, "the checkpoint is of another run: " + key + " differs", path,
                "the run's own run.toml as --config");
  }
  for (const auto& [name, view] : slabs()) {
    dispatch_float(model_.dtype(), [&](auto zero) {
      using T = decltype(zero);
      std::vector<T> values = file.values<T>(name, {view.count()});
      copy(View(values.data(), model_.dtype(), view.shape), view);
    });
  }
  const std::vector<int64_t> counters = file.values<int64_t>("counters", {3});
  optimizer_.resume(counters[0]);
  best_step_ = counters[1];
  since_best_ = counters[2];
  best_log_loss_ = file.values<double>("best_log_loss", {1})[0];
  model_.params().touch();
}

}  // namespace undula

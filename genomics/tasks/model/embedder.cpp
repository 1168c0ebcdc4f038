#include "genomics/tasks/model/embedder.h"

#include "core/train/evaluation.h"
#include "genomics/tasks/model/classifier_card.h"
#include "genomics/tasks/model/genome_card.h"
#include "genomics/tasks/train/window_source.h"

namespace undula {
namespace {

RunBatch vectors_of(Runner& runner) {
  return [&runner](const Batch& batch, const View& means) { runner.embed(batch, means); };
}

}  // namespace

Embedder::Embedder(const std::string& path, std::optional<bool> both_strands, const Compute& compute)
    : file_(read_model(path)), ctx_(compute), runner_(ctx_, *file_.model) {
  const auto take = [&](const auto& card) {
    window_ = card.window;
    both_strands_ = both_strands.value_or(card.both_strands);
  };
  if (file_.model->config().head == HeadKind::kClass) {
    take(ClassifierCard::load(file_));
  } else {
    take(GenomeCard::load(file_));
  }
  batch_size_ = windows_at_once(window_);
  const std::vector<std::vector<uint8_t>> fullest(static_cast<size_t>(batch_size_));
  plan_views(ctx_, *file_.model, WindowSource(fullest, window_, both_strands_), batch_size_, width(),
             vectors_of(runner_));
  ctx_.arena().reserve();
}

std::vector<double> Embedder::vectors(std::span<const std::vector<uint8_t>> windows) {
  return mean_over_views(ctx_, file_.model->dtype(), WindowSource(windows, window_, both_strands_), batch_size_,
                         width(), vectors_of(runner_));
}

}  // namespace undula

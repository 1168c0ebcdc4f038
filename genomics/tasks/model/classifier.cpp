#include "genomics/tasks/model/classifier.h"

#include "core/train/evaluation.h"
#include "genomics/tasks/train/window_source.h"

namespace undula {

Classifier::Classifier(const std::string& path, const Compute& compute)
    : file_(read_model(path)),
      card_(ClassifierCard::load(file_)),
      ctx_(compute),
      runner_(ctx_, *file_.model),
      baseline_(Baseline::load(file_.content, static_cast<int>(card_.classes.size()))),
      batch_size_(windows_at_once(card_.window)),
      temperature_(card_.temperature),
      both_strands_(card_.both_strands) {
  const std::vector<std::vector<uint8_t>> fullest(static_cast<size_t>(batch_size_));
  plan_evaluation(ctx_, runner_, *file_.model, WindowSource(fullest, card_.window, card_.both_strands), batch_size_);
  ctx_.arena().reserve();
}

std::vector<double> Classifier::logits(std::span<const std::vector<uint8_t>> windows) {
  return predict_logits(ctx_, runner_, *file_.model, WindowSource(windows, card_.window, both_strands_), batch_size_);
}

}  // namespace undula

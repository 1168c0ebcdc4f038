#include "genomics/tasks/model/position_model.h"

#include <algorithm>

#include "core/train/evaluation.h"
#include "genomics/tasks/model/position_logits.h"
#include "genomics/tasks/train/window_source.h"

namespace undula {

PositionModel::PositionModel(const std::string& path, const Compute& compute)
    : file_(read_model(path)),
      card_(PositionCard::load(file_)),
      ctx_(compute),
      runner_(ctx_, *file_.model),
      baseline_(KmerClasses::load(file_.content, static_cast<int>(card_.classes.size()))),
      batch_size_(windows_at_once(card_.window)),
      temperature_(card_.temperature),
      both_strands_(card_.both_strands && file_.model->strands() == 1) {
  plan_position_logits(ctx_, runner_, *file_.model, batch_size_, card_.window);
  ctx_.arena().reserve();
}

std::vector<std::vector<float>> PositionModel::probabilities(std::span<const std::vector<uint8_t>> windows) {
  const auto n_classes = static_cast<size_t>(classes());
  std::vector<std::vector<float>> all;
  for (size_t first = 0; first < windows.size(); first += static_cast<size_t>(batch_size_)) {
    const auto part = windows.subspan(first, std::min(static_cast<size_t>(batch_size_), windows.size() - first));
    for (std::vector<double>& logits : position_logits(ctx_, runner_, classes(), both_strands_, part)) {
      for (double& logit : logits) logit /= temperature_;
      for (size_t at = 0; at < logits.size(); at += n_classes)
        softmax(logits.data() + at, classes(), logits.data() + at);
      all.emplace_back(logits.begin(), logits.end());
    }
  }
  return all;
}

}  // namespace undula

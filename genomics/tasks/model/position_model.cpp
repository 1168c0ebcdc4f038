#include "genomics/tasks/model/position_model.h"

#include <algorithm>

#include "core/train/evaluation.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tasks/model/token_rows.h"
#include "genomics/tasks/train/window_source.h"

namespace undula {

PositionModel::PositionModel(const std::string& path, int threads)
    : file_(read_model(path)),
      card_(PositionCard::load(file_)),
      ctx_(threads),
      runner_(ctx_, *file_.model),
      baseline_(KmerClasses::load(file_.content, static_cast<int>(card_.classes.size()))),
      batch_size_(windows_at_once(card_.window)) {
  {
    ScratchScope scope(ctx_);
    const View logits = ctx_.scratch({batch_size_, card_.window, classes()}, DType::kF32);
    runner_.predict(Runner::plan_batch(*file_.model, {batch_size_, card_.window, batch_size_, false}), logits);
  }
  ctx_.arena().reserve();
}

std::vector<std::vector<float>> PositionModel::probabilities(std::span<const std::vector<uint8_t>> windows) {
  const bool both = card_.both_strands && file_.model->config().strands == Strands::kSingle;
  const auto n_classes = static_cast<size_t>(classes());
  std::vector<std::vector<float>> all;
  for (size_t first = 0; first < windows.size(); first += static_cast<size_t>(batch_size_)) {
    const auto part = windows.subspan(first, std::min(static_cast<size_t>(batch_size_), windows.size() - first));
    std::vector<std::vector<double>> sums;
    for (const std::vector<uint8_t>& window : part) sums.emplace_back(window.size() * n_classes);
    add_logits(part, false, sums);
    if (both) add_logits(part, true, sums);
    for (std::vector<double>& sum : sums) {
      for (double& logit : sum) logit /= both ? 2 : 1;
      for (size_t at = 0; at < sum.size(); at += n_classes) softmax(sum.data() + at, classes(), sum.data() + at);
      all.emplace_back(sum.begin(), sum.end());
    }
  }
  return all;
}

void PositionModel::add_logits(std::span<const std::vector<uint8_t>> windows, bool reverse,
                               std::span<std::vector<double>> sums) {
  size_t longest = 1;
  for (const std::vector<uint8_t>& window : windows) longest = std::max(longest, window.size());
  TokenRows rows(static_cast<int64_t>(windows.size()), static_cast<int64_t>(longest));
  for (size_t i = 0; i < windows.size(); ++i) {
    rows.set(i, windows[i]);
    if (reverse) reverse_complement(std::span(rows.tokens).subspan(i * longest, windows[i].size()));
  }
  ScratchScope scope(ctx_);
  const View logits =
      ctx_.scratch({static_cast<int64_t>(windows.size()), static_cast<int64_t>(longest), classes()}, DType::kF32);
  runner_.predict(rows.batch(), logits);
  for (size_t i = 0; i < windows.size(); ++i) {
    const float* from = logits.row(static_cast<int64_t>(i)).as<float>();
    const auto n_classes = static_cast<size_t>(classes());
    const size_t length = windows[i].size();
    for (size_t t = 0; t < length; ++t) {
      double* to = sums[i].data() + (reverse ? length - 1 - t : t) * n_classes;
      for (size_t c = 0; c < n_classes; ++c) to[c] += from[t * n_classes + c];
    }
  }
}

}  // namespace undula

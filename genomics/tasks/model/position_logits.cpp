#include "genomics/tasks/model/position_logits.h"

#include <algorithm>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tasks/model/token_rows.h"

namespace undula {
namespace {

/// Adds `share` of the logits of one strand to `sums`.
void add_logits(Context& ctx, Runner& runner, int64_t n_outputs, bool reverse, double share,
                std::span<const std::vector<uint8_t>> windows, std::vector<std::vector<double>>& sums) {
  size_t longest = 1;
  for (const std::vector<uint8_t>& window : windows) longest = std::max(longest, window.size());
  TokenRows rows(static_cast<int64_t>(windows.size()), static_cast<int64_t>(longest));
  for (size_t i = 0; i < windows.size(); ++i) {
    rows.set(i, windows[i]);
    if (reverse) reverse_complement(std::span(rows.tokens).subspan(i * longest, windows[i].size()));
  }
  ScratchScope scope(ctx);
  const View logits =
      ctx.scratch({static_cast<int64_t>(windows.size()), static_cast<int64_t>(longest), n_outputs}, DType::kF32);
  runner.predict(rows.batch(), logits);
  Buffer keep;
  const View read = on_host(logits, keep);
  const auto width = static_cast<size_t>(n_outputs);
  for (size_t i = 0; i < windows.size(); ++i) {
    const float* from = read.row(static_cast<int64_t>(i)).as<float>();
    const size_t length = windows[i].size();
    for (size_t t = 0; t < length; ++t) {
      double* to = sums[i].data() + (reverse ? length - 1 - t : t) * width;
      for (size_t c = 0; c < width; ++c) to[c] += share * from[t * width + c];
    }
  }
}

}  // namespace

std::vector<std::vector<double>> position_logits(Context& ctx, Runner& runner, int64_t n_outputs, bool both_strands,
                                                 std::span<const std::vector<uint8_t>> windows) {
  std::vector<std::vector<double>> sums;
  for (const std::vector<uint8_t>& window : windows) sums.emplace_back(window.size() * static_cast<size_t>(n_outputs));
  const double share = both_strands ? 0.5 : 1;
  add_logits(ctx, runner, n_outputs, false, share, windows, sums);
  if (both_strands) add_logits(ctx, runner, n_outputs, true, share, windows, sums);
  return sums;
}

void plan_position_logits(Context& ctx, Runner& runner, const SequenceModel& model, int64_t windows, int64_t length) {
  ScratchScope scope(ctx);
  const View logits = ctx.scratch({windows, length, model.config().n_outputs}, DType::kF32);
  runner.predict(Runner::plan_batch(model, {windows, length, windows, false}), logits);
}

}  // namespace undula

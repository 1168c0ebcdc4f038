#include "genomics/tasks/train/window_source.h"

#include <algorithm>

#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

constexpr int64_t kBatchBases = 32768, kBatchRows = 64;

}  // namespace

int64_t WindowSource::length(int64_t, int64_t i) const {
  return static_cast<int64_t>(windows_[static_cast<size_t>(i)].size());
}

void WindowSource::get(int64_t view, int64_t i, Sample& out) const {
  out.tokens = windows_[static_cast<size_t>(i)];
  out.label = -1;
  if (view == 1) reverse_complement(out.tokens);
}

int64_t windows_at_once(int64_t length) {
  return std::clamp<int64_t>(kBatchBases / length, 1, kBatchRows);
}

}  // namespace undula

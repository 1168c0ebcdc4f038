#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/sample_source.h"

namespace undula {

/// Windows of tokens as a source without labels; view 1, where there are two, is the other strand.
class WindowSource : public SampleSource {
 public:
  /// `longest` may be more than any window has, to plan with.
  WindowSource(std::span<const std::vector<uint8_t>> windows, int64_t longest, bool both_strands)
      : windows_(windows), longest_(longest), both_strands_(both_strands) {}

  int64_t size() const override { return static_cast<int64_t>(windows_.size()); }
  int64_t max_length() const override { return longest_; }
  int64_t views() const override { return both_strands_ ? 2 : 1; }
  int64_t length(int64_t pass, int64_t i) const override;
  void get(int64_t view, int64_t i, Sample& out) const override;

 private:
  std::span<const std::vector<uint8_t>> windows_;
  int64_t longest_;
  bool both_strands_;
};

/// How many windows of at most `length` bases are best run at once.
int64_t windows_at_once(int64_t length);

}  // namespace undula

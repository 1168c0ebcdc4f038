#include "genomics/windows/core_windows.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace undula {

CoreWindows::CoreWindows(NextTokens source, int64_t size, int64_t hop, int64_t first)
    : source_(std::move(source)), size_(size), hop_(hop), begin_(first), core_(first) {
  require(hop >= 1 && hop <= size, "CoreWindows", "hop; got " + std::to_string(hop) + ", want 1 to the window's size");
}

bool CoreWindows::next(CoreWindow& window) {
  if (done_) return false;
  tokens_.erase(tokens_.begin(), tokens_.begin() + drop_);
  // One token more than the window has tells whether it is the last.
  while (!source_ended_ && static_cast<int64_t>(tokens_.size()) <= size_) {
    const std::span<const uint8_t> more = source_();
    source_ended_ = more.empty();
    tokens_.insert(tokens_.end(), more.begin(), more.end());
  }
  const auto held = static_cast<int64_t>(tokens_.size());
  done_ = held <= size_;
  if (held == 0) return false;
  const int64_t length = std::min(held, size_);
  window.window = {begin_, begin_ + length};
  window.core = {core_, done_ ? begin_ + length : begin_ + (size_ - hop_) / 2 + hop_};
  window.tokens = std::span(tokens_).first(static_cast<size_t>(length));
  core_ = window.core.end;
  begin_ += hop_;
  drop_ = std::min(hop_, held);
  return true;
}

}  // namespace undula

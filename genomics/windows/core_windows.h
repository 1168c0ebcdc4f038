#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "genomics/windows/windows.h"

namespace undula {

/// The next tokens of a sequence, as many as the source likes; empty at its end.
using NextTokens = std::function<std::span<const uint8_t>()>;

/// One of the overlapping windows of a sequence, with the part of it that it answers for.
struct CoreWindow {
  Window window;
  Window core;                      ///< within the window
  std::span<const uint8_t> tokens;  ///< of the window, until the next call
};

/// Cuts a sequence of any length into windows of `size` tokens, each `hop` after the one before, so that every position
/// lies in the core of exactly one: the `hop` positions in the window's middle, for the first window everything before
/// them too, for the last everything behind. The last window ends with the sequence and may be shorter.
class CoreWindows {
 public:
  /// 1 <= hop <= size. `first` is the position of the first token, a multiple of hop where the windows shall lie as
  /// they do in a sequence read from its start.
  CoreWindows(NextTokens source, int64_t size, int64_t hop, int64_t first = 0);

  /// The next window; false at the end.
  bool next(CoreWindow& window);

 private:
  NextTokens source_;
  int64_t size_, hop_;
  int64_t begin_;  // of the window to come
  int64_t core_;   // where its core begins
  bool source_ended_ = false, done_ = false;
  std::vector<uint8_t> tokens_;  // from begin_ on
  int64_t drop_ = 0;             // tokens of the window given out before that are not needed again
};

}  // namespace undula

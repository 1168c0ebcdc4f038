#include "genomics/windows/core_windows.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

std::vector<uint8_t> counted(int64_t n) {
  std::vector<uint8_t> tokens(static_cast<size_t>(n));
  std::iota(tokens.begin(), tokens.end(), uint8_t{0});
  return tokens;
}

/// `tokens` in pieces of `piece`.
NextTokens pieces_of(const std::vector<uint8_t>& tokens, size_t piece) {
  return [left = std::span(tokens), piece]() mutable {
    const auto next = left.first(std::min(piece, left.size()));
    left = left.subspan(next.size());
    return next;
  };
}

}  // namespace

TEST_CASE("every position lies in the core of one window, in the middle of it where the sequence goes on") {
  const int64_t size = GENERATE(1, 2, 7, 10), length = GENERATE(0, 1, 6, 7, 8, 10, 11, 50, 53);
  const int64_t hop = GENERATE_COPY(from_range(std::vector<int64_t>{1, (size + 1) / 2, size}));
  const size_t piece = GENERATE(1, 3, 100);
  INFO(size << " hop " << hop << " length " << length);
  const std::vector<uint8_t> tokens = counted(length);
  CoreWindows windows(pieces_of(tokens, piece), size, hop);
  int64_t covered = 0, number = 0;
  for (CoreWindow at; windows.next(at); ++number) {
    CHECK(at.window.begin == number * hop);
    CHECK(at.window.end == std::min(at.window.begin + size, length));
    CHECK(std::equal(at.tokens.begin(), at.tokens.end(), tokens.begin() + at.window.begin,
                     tokens.begin() + at.window.end));
    CHECK(at.core.begin == covered);
    CHECK(at.core.begin >= at.window.begin);
    CHECK(at.core.end <= at.window.end);
    if (at.window.end < length) CHECK(at.core.end == at.window.begin + (size - hop) / 2 + hop);
    covered = at.core.end;
  }
  CHECK(covered == length);
}

TEST_CASE("windows of a sequence read from its middle lie as they do when it is read whole") {
  const std::vector<uint8_t> tokens = counted(60), rest(tokens.begin() + 20, tokens.end());
  CoreWindows whole(pieces_of(tokens, 9), 12, 5), part(pieces_of(rest, 9), 12, 5, 20);
  std::vector<Window> cores;
  for (CoreWindow at; whole.next(at);) cores.push_back(at.core);
  CoreWindow at;
  REQUIRE(part.next(at));  // it answers for its start too
  for (size_t i = 5; part.next(at); ++i) CHECK(at.core == cores.at(i));
  CHECK_THROWS_AS(CoreWindows(pieces_of(tokens, 9), 12, 13), Error);
}

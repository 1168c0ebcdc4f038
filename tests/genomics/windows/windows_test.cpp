#include "genomics/windows/windows.h"

#include <string>

#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/window_reader.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;

TEST_CASE("windows cover every base, all of one size but for a short record") {
  const int64_t size = 7;
  CHECK(count_windows(0, size) == 0);
  for (int64_t length = 1; length < 40; ++length) {
    std::vector<int> covered(static_cast<size_t>(length), 0);
    const int64_t n = count_windows(length, size);
    for (int64_t i = 0; i < n; ++i) {
      const Window window = window_at(length, size, i);
      CHECK(window.length() == std::min(length, size));
      CHECK((i == n - 1 ? window.end == length : window.begin == i * size));
      for (int64_t t = window.begin; t < window.end; ++t) ++covered[static_cast<size_t>(t)];
    }
    for (const int times : covered) CHECK(times >= 1);
  }
}

TEST_CASE("a window reader shows the same windows as a whole record") {
  const testing::TempFolder folder;
  const std::string bases = "ACGTNACGGTTTACGANNNNNNNACGATCGATTTAGCGCGGCTTA";
  std::string text;
  for (size_t length = 0; length <= bases.size(); ++length)
    text += ">" + std::to_string(length) + "\n" + bases.substr(0, length) + "\n";
  SequenceReader reader(folder.write("x.fa", text));
  WindowReader windows(reader, 7);
  RecordHeader header;
  for (size_t length = 0; length <= bases.size(); ++length) {
    REQUIRE(windows.begin_record(header));
    CHECK(header.id == std::to_string(length));
    const auto total = static_cast<int64_t>(length);
    RecordWindow window;
    for (int64_t i = 0; i < count_windows(total, 7); ++i) {
      REQUIRE(windows.next(window));
      const Window expected = window_at(total, 7, i);
      CHECK(window.window == expected);
      const std::vector<uint8_t> tokens =
          tokenize(bases.substr(static_cast<size_t>(expected.begin), static_cast<size_t>(expected.length())));
      CHECK(std::vector<uint8_t>(window.tokens.begin(), window.tokens.end()) == tokens);
      CHECK(window.valid == count_valid(tokens));
    }
    CHECK_FALSE(windows.next(window));
    CHECK(windows.length() == total);
  }
  CHECK_FALSE(windows.begin_record(header));
}

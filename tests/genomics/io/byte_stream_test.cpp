#include "genomics/io/byte_stream.h"

#include <sys/stat.h>

#include <thread>

#include "tests/genomics/support/gzip.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

std::string read_all(const std::string& path, int threads = 1) {
  ByteStream stream{InputFile(path, threads)};
  std::string text;
  for (std::string_view piece = stream.next(); !piece.empty(); piece = stream.next()) text += piece;
  CHECK(stream.offset() == static_cast<int64_t>(text.size()));
  CHECK(stream.next().empty());
  return text;
}

/// Text that does not compress well, so that files have many blocks.
std::string long_text(size_t size) {
  std::string text;
  uint64_t x = 1;
  while (text.size() < size) {
    x = x * 6364136223846793005u + 1442695040888963407u;
    text += "ACGT"[x >> 62];
    if (text.size() % 61 == 60) text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("a byte stream reads plain, gzip, many-member gzip and bgzip alike") {
  const TempFolder folder;
  const std::string text = long_text(500000), path = folder.path() / "x";
  folder.write("x", text);
  CHECK(read_all(path) == text);
  for (const char* mode : {"wg", "w"}) {
    write_compressed(path, text, mode);
    CHECK(read_all(path) == text);
    const std::string once = folder.read("x");
    CHECK(once.size() < text.size() / 2);
    folder.write("x", once + once);
    CHECK(read_all(path) == text + text);
    CHECK(read_all(path, 3) == text + text);
  }
}

TEST_CASE("a byte stream gives the same up to the same error with any number of threads") {
  const TempFolder folder;
  const std::string path = folder.path() / "x";
  write_compressed(path, long_text(1000000), "w");
  const std::string whole = folder.read("x"), end = whole.substr(whole.size() - 28);
  const size_t middle = whole.size() / 2;
  std::string changed = whole, more = whole;
  changed[middle] ^= 0x40;
  more.insert(middle, "eighteen letters..");
  for (const std::string& content :
       {changed, more, whole.substr(0, middle) + end, end + whole.substr(0, middle) + end}) {
    folder.write("x", content);
    const auto read = [&](int threads) {
      ByteStream stream{InputFile(path, threads)};
      std::string text;
      text += error_of(ErrorKind::kBadInput, [&] {
        for (std::string_view piece = stream.next(); !piece.empty(); piece = stream.next()) text += piece;
      });
      return text;
    };
    const std::string alone = read(1);
    CHECK(alone.size() > 300000);
    const bool same = read(4) == alone;
    CHECK(same);
  }
}

TEST_CASE("a byte stream reads a FIFO") {
  const TempFolder folder;
  const std::string text = long_text(200000), path = folder.path() / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  std::thread writer([&] { std::ofstream(path) << text; });
  CHECK(read_all(path) == text);
  writer.join();
}

TEST_CASE("cut and damaged compression is an error, after all that came before") {
  const TempFolder folder;
  const std::string text = long_text(500000), path = folder.path() / "reads.gz";
  const char* mode = GENERATE("wg", "w");
  write_compressed(path, text, mode);
  const std::string good = folder.read("reads.gz");
  const auto text_before_error = [&](const std::string& bytes) {
    folder.write("reads.gz", bytes);
    std::string got;
    ByteStream stream(path);
    const std::string message = error_of(ErrorKind::kBadInput, [&] {
      for (std::string_view piece = stream.next(); !piece.empty(); piece = stream.next()) got += piece;
    });
    contains(message, "reads.gz, after " + std::to_string(got.size()) + " bytes");
    return got;
  };
  const std::string cut = text_before_error(good.substr(0, good.size() * 3 / 4));
  CHECK(cut.size() > text.size() / 2);
  CHECK(text.starts_with(cut));
  std::string flipped = good;
  flipped[good.size() / 2] ^= 0x40;
  text_before_error(flipped);
  text_before_error(good.substr(0, good.size() - 3));
  if (std::string(mode) == "w") CHECK(text_before_error(good.substr(0, good.size() - 28)) == text);
}

TEST_CASE("what is not there or not text is told apart") {
  const TempFolder folder;
  folder.write("reads.fastq", "@r\nA\n+\nI\n");
  contains(error_of(ErrorKind::kMissing, [&] { ByteStream(folder.path() / "raeds.fastq"); }), "did you mean");
  contains(error_of(ErrorKind::kMissing, [&] { ByteStream(folder.path() / "no" / "reads.fastq"); }), "no such file");
  contains(error_of(ErrorKind::kBadInput, [&] { ByteStream{folder.path()}; }), "is a folder");
  contains(error_of(ErrorKind::kBadInput, [&] { read_all(folder.write("none", "")); }), "is empty");
  write_compressed(folder.path() / "none.gz", "", "w");
  contains(error_of(ErrorKind::kBadInput, [&] { read_all(folder.path() / "none.gz"); }), "is empty");
  contains(error_of(ErrorKind::kBadInput,
                    [&] {
                      read_all(folder.write("x.xz", std::string("\xFD"
                                                                "7zXZ\0more",
                                                                10)));
                    }),
           "xz -dc");
  contains(error_of(ErrorKind::kBadInput, [&] { read_all(folder.write("x.bam", std::string("BAM\1....", 8))); }),
           "samtools fastq");
}

#include "genomics/io/text_writer.h"

#include "genomics/io/byte_stream.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("a text writer compresses by name and appears when committed") {
  const TempFolder folder;
  for (const char* name : {"calls.tsv", "calls.tsv.gz", "calls.tsv.bgz"}) {
    const std::string path = folder.path() / name;
    TextWriter writer(path);
    std::string text;
    for (int i = 0; i < 20000; ++i) {
      text += "line " + std::to_string(i) + "\n";
      writer.write("line " + std::to_string(i) + "\n");
    }
    writer.flush();
    CHECK_FALSE(std::filesystem::exists(path));
    writer.commit();
    CHECK((folder.read(name) == text) == (std::string(name) == "calls.tsv"));
    ByteStream stream(path);
    std::string got;
    for (std::string_view piece = stream.next(); !piece.empty(); piece = stream.next()) got += piece;
    CHECK(got == text);
  }
}

TEST_CASE("a text writer that is not committed leaves nothing") {
  const TempFolder folder;
  for (const char* name : {"calls.tsv", "calls.tsv.gz"}) TextWriter(folder.path() / name).write("half");
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a full disk is an error of the text writer") {
  TextWriter writer("/dev/full");
  contains(error_of(ErrorKind::kFailure, [&] { writer.write(std::string(100000, 'x')); }), "No space left");
}

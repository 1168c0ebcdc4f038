#include "core/io/open_input.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("open_input reads a file and names what is wrong with a path") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("open-input-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "tones.wav").string();
  std::ofstream(path) << "x";

  const int fd = open_input(path);
  char byte = 0;
  CHECK(read(fd, &byte, 1) == 1);
  CHECK(byte == 'x');
  close(fd);

  try {
    open_input((folder / "tone.wav").string());
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kMissing);
    CHECK(error.hint() == "did you mean " + path + "?");
  }
  try {
    open_input(folder.string());
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    CHECK_THAT(error.what(), test::contains("is a folder"));
  }
  std::filesystem::remove_all(folder);
}

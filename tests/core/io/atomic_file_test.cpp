#include "core/io/atomic_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;
namespace fs = std::filesystem;

namespace {

fs::path fresh_folder() {
  const fs::path folder = fs::temp_directory_path() / ("undula_atomic_file_" + std::to_string(getpid()));
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

size_t files_in(const fs::path& folder) {
  return static_cast<size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

}  // namespace

TEST_CASE("an atomic file appears only when it is committed") {
  const fs::path folder = fresh_folder();
  const std::string path = folder / "out.tsv";
  {
    AtomicFile file(path);
    file.write("half");
    CHECK_FALSE(fs::exists(path));
  }
  CHECK(files_in(folder) == 0);
  std::ofstream(path) << "old";
  {
    AtomicFile file(path);
    file.write("new");
    CHECK(text_of(path) == "old");
    file.commit();
  }
  CHECK(text_of(path) == "new");
  CHECK(files_in(folder) == 1);
}

TEST_CASE("an atomic file keeps links and permissions") {
  const fs::path folder = fresh_folder();
  std::ofstream(folder / "real") << "old";
  chmod((folder / "real").c_str(), 0600);
  fs::create_symlink("real", folder / "link");
  AtomicFile file(folder / "link");
  file.write("new");
  file.commit();
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(text_of(folder / "real") == "new");
  CHECK(fs::status(folder / "real").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("FIFOs and devices are written directly") {
  const fs::path folder = fresh_folder();
  const fs::path fifo = folder / "fifo";
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  std::string received;
  std::thread reader([&] { received = text_of(fifo); });
  {
    AtomicFile file(fifo);
    file.write("through");
    file.commit();
  }
  reader.join();
  CHECK(received == "through");
  CHECK(fs::is_fifo(fifo));
  AtomicFile null("/dev/null");
  null.write("gone");
  null.commit();
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("what cannot be written is an error of the right kind") {
  const fs::path folder = fresh_folder();
  try {
    AtomicFile file(folder / "no" / "out.tsv");
    FAIL("a missing folder must be an error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kMissing);
    CHECK(error.hint().find("mkdir") != std::string::npos);
  }
  CHECK_THROWS_AS(AtomicFile(folder), Error);
  AtomicFile full("/dev/full");
  try {
    full.write("x");
    FAIL("a full disk must be an error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kFailure);
    CHECK(std::string(error.what()).find("No space left") != std::string::npos);
  }
  CHECK_THROWS_AS(full.commit(), Error);
}

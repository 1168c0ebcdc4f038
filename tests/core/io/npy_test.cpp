#include "core/io/npy.h"

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;
namespace fs = std::filesystem;

namespace {

/// A name in a folder of its own.
std::string output() {
  const fs::path folder = fs::temp_directory_path() / ("undula_npy_" + std::to_string(getpid()));
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder / "out.npy";
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The numbers of a file of `rows` rows of `columns`, after checking everything before them.
std::vector<float> numbers_of(const std::string& bytes, int64_t rows, int64_t columns) {
  REQUIRE(bytes.size() == 128 + 4 * static_cast<size_t>(rows * columns));
  CHECK(bytes.substr(0, 10) == std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
                       std::to_string(columns) + "), }";
  header.resize(117, ' ');
  CHECK(bytes.substr(10, 118) == header + "\n");
  std::vector<float> numbers(static_cast<size_t>(rows * columns));
  if (!numbers.empty()) std::memcpy(numbers.data(), bytes.data() + 128, 4 * numbers.size());
  return numbers;
}

}  // namespace

TEST_CASE("an .npy file holds its rows under the header that NumPy 1.0 describes") {
  const std::string path = output();
  NpyWriter writer(path, 3);
  std::vector<float> all;
  for (int i = 0; i < 20000; ++i) {
    const std::vector<float> row = {static_cast<float>(i), -0.5F, 1e-30F};
    writer.write(row);
    all.insert(all.end(), row.begin(), row.end());
  }
  CHECK_FALSE(fs::exists(path));
  writer.commit();
  CHECK(numbers_of(bytes_of(path), 20000, 3) == all);
}

TEST_CASE("an .npy file may have no rows, and its rows have one length") {
  const std::string path = output();
  NpyWriter writer(path, 4);
  CHECK_THROWS_AS(writer.write(std::vector<float>(3)), Error);
  writer.commit();
  CHECK(numbers_of(bytes_of(path), 0, 4).empty());
}

TEST_CASE("what was written before an error is an .npy file too") {
  const std::string path = output();
  NpyWriter writer(path, 1);
  writer.write(std::vector<float>{7});
  const std::string kept = writer.keep_partial();
  CHECK(kept == path + ".partial");
  CHECK(numbers_of(bytes_of(kept), 1, 1) == std::vector<float>{7});
}

TEST_CASE("an .npy file is not written to a pipe") {
  const std::string path = output();
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const std::string name = "/proc/self/fd/" + std::to_string(ends[1]);
  CHECK_THROWS_WITH(NpyWriter(name, 1), "an array cannot be written to a pipe: its shape is known at the end");
  close(ends[0]);
  close(ends[1]);
}

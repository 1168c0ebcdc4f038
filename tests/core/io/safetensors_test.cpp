#include "core/io/safetensors.h"

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/error.h"
#include "tests/support/catch.h"

namespace undula {
namespace {

/// A file that is removed at the end of the test.
class ScratchFile {
 public:
  ScratchFile() : path_(std::filesystem::temp_directory_path() / ("undula_st_" + std::to_string(getpid()))) {}
  ~ScratchFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }
  void put(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }
  std::string get() const {
    std::ostringstream text;
    text << std::ifstream(path_, std::ios::binary).rdbuf();
    return text.str();
  }

 private:
  std::string path_;
};

/// A file with this header, padded to 8 bytes, and data of zeros.
std::string foreign(std::string header, size_t data_bytes) {
  header.append((8 - header.size() % 8) % 8, ' ');
  std::string file(8, '\0');
  const uint64_t size = header.size();
  std::memcpy(file.data(), &size, 8);
  return file + header + std::string(data_bytes, '\0');
}

TensorFile small_file() {
  TensorFile file;
  file.metadata = {{"format", "1"}, {"labels", "[\"E. coli\", \"é\"]"}};
  file.add<float>("layer.weight", {2, 3}, std::vector<float>{1, 2, 3, 4, 5, -6.5f});
  file.add<uint8_t>("tokens", {3}, std::vector<uint8_t>{7, 8, 9});
  file.add<double>("a.double", {}, std::vector<double>{0.1});
  file.add<int64_t>("empty", {0, 4}, std::vector<int64_t>{});
  return file;
}

void check_refused(const ScratchFile& file, const std::string& bytes, const std::string& what) {
  INFO(bytes.substr(8));
  file.put(bytes);
  try {
    read_tensor_file(file.path(), Checksum::kOptional);
    FAIL("the file was read");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    CHECK(std::string(error.what()).find(what) != std::string::npos);
    CHECK(error.where().find(file.path()) == 0);
  }
}

}  // namespace

TEST_CASE("a tensor file reads back as it was written") {
  const ScratchFile file;
  write_tensor_file(file.path(), small_file());
  const TensorFile read = read_tensor_file(file.path(), Checksum::kRequired);
  CHECK(read.metadata.at("format") == "1");
  CHECK(read.metadata.at("labels") == "[\"E. coli\", \"é\"]");
  CHECK(read.values<float>("layer.weight", {2, 3}) == std::vector<float>{1, 2, 3, 4, 5, -6.5f});
  CHECK(read.values<double>("a.double", {}) == std::vector<double>{0.1});
  CHECK(read.values<uint8_t>("tokens", {3}) == std::vector<uint8_t>{7, 8, 9});
  CHECK(read.values<int64_t>("empty", {0, 4}).empty());
  std::vector<std::string> names;
  for (const Tensor& tensor : read.tensors) names.push_back(tensor.name);
  CHECK(names == std::vector<std::string>{"a.double", "empty", "layer.weight", "tokens"});

  CHECK_THROWS_AS(read.values<float>("absent", {1}), Error);
  CHECK_THROWS_AS(read.values<float>("layer.weight", {3, 2}), Error);
  CHECK_THROWS_AS(read.values<int32_t>("layer.weight", {2, 3}), Error);
}

TEST_CASE("equal content gives equal bytes") {
  const ScratchFile file;
  write_tensor_file(file.path(), small_file());
  const std::string first = file.get();
  TensorFile reversed = small_file();
  std::swap(reversed.tensors.front(), reversed.tensors.back());
  write_tensor_file(file.path(), reversed);
  CHECK(file.get() == first);
  uint64_t header_bytes = 0;
  std::memcpy(&header_bytes, first.data(), 8);
  CHECK(header_bytes % 8 == 0);
}

TEST_CASE("a tensor file cut short at any byte is an error") {
  const ScratchFile file;
  write_tensor_file(file.path(), small_file());
  const std::string whole = file.get();
  for (size_t n = 0; n < whole.size(); ++n) {
    file.put(whole.substr(0, n));
    CHECK_THROWS_AS(read_tensor_file(file.path(), Checksum::kRequired), Error);
  }
  file.put(whole + "x");
  CHECK_THROWS_AS(read_tensor_file(file.path(), Checksum::kRequired), Error);
}

TEST_CASE("a tensor file with any byte changed is an error") {
  const ScratchFile file;
  write_tensor_file(file.path(), small_file());
  const std::string whole = file.get();
  for (size_t i = 0; i < whole.size(); ++i) {
    for (const int flip : {0x01, 0x20, 0x80, 0x29, 0xff}) {
      std::string changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      file.put(changed);
      CHECK_THROWS_AS(read_tensor_file(file.path(), Checksum::kRequired), Error);
    }
  }
}

TEST_CASE("files of other writers are read without a checksum, unless one is required") {
  const ScratchFile file;
  file.put(foreign(R"({ "b":{"shape":[1,2],"dtype":"BF16","data_offsets":[0,4]},
                        "__metadata__":{"format":"pt"}, "a":{"dtype":"F16","shape":[],"data_offsets":[4,6]}})",
                   6));
  const TensorFile read = read_tensor_file(file.path(), Checksum::kOptional);
  REQUIRE(read.tensors.size() == 2);
  CHECK(read.tensors[0].name == "b");
  CHECK(read.tensors[1].type == TensorType::kF16);
  CHECK(read.tensors[1].bytes.size() == 2);
  CHECK_THROWS_AS(read_tensor_file(file.path(), Checksum::kRequired), Error);
  file.put(foreign("{}", 0));
  CHECK(read_tensor_file(file.path(), Checksum::kOptional).tensors.empty());
}

TEST_CASE("hostile headers are refused with their reason") {
  const ScratchFile file;
  const auto tensor = [](const std::string& fields, size_t data = 4) {
    return foreign("{\"a\":{" + fields + "}}", data);
  };
  check_refused(file, tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,4])"), "do not match");
  check_refused(file, tensor(R"("dtype":"F32","shape":[1],"data_offsets":[4,0])"), "do not match");
  check_refused(file, tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0,4])", 5), "bytes follow");
  check_refused(file, tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0,4])", 3), "ends inside");
  check_refused(file, tensor(R"("dtype":"F32","shape":[1],"data_offsets":[1,5])", 5), "gap");
  check_refused(file, tensor(R"("dtype":"F33","shape":[1],"data_offsets":[0,4])"), "dtype");
  check_refused(file, tensor(R"("dtype":7,"shape":[1],"data_offsets":[0,4])"), "dtype");
  check_refused(file, tensor(R"("dtype":"F32","shape":[-1],"data_offsets":[0,4])"), "non-negative");
  check_refused(file, tensor(R"("dtype":"F32","shape":[1.0],"data_offsets":[0,4])"), "non-negative");
  check_refused(file, tensor(R"("dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,4])"), "non-negative");
  check_refused(file, tensor(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4])"), "too large");
  check_refused(file, tensor(R"("dtype":"U8","shape":[1099511627776],"data_offsets":[0,1099511627776])"),
                "ends inside");
  check_refused(file, tensor(R"("dtype":"F32","shape":1,"data_offsets":[0,4])"), "list");
  check_refused(file, tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0])"), "pair");
  check_refused(file, tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0,4],"extra":1)"), "exactly");
  check_refused(file, tensor(R"("dtype":"F32","shape":[1],"dtype":"F32","data_offsets":[0,4])"), "twice");
  check_refused(file, tensor(R"("dtype":"F32","shape":[[1]],"data_offsets":[0,4])"), "nests");
  check_refused(file,
                foreign(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                        R"("a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                        2),
                "twice");
  check_refused(file,
                foreign(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                        R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
                        3),
                "overlap");
  check_refused(file, foreign(R"({"__metadata__":{"a":1}})", 0), "not a string");
  check_refused(file, foreign(R"({"__metadata__":[]})", 0), "not an object");
  check_refused(file, foreign("[]", 0), "JSON object");
  check_refused(file, foreign("{\"\xff\":1}", 0), "valid JSON");
  check_refused(file, foreign("{" + std::string(100000, '['), 0), "valid JSON");
  check_refused(file, foreign("{\"a\":" + std::string(100000, '['), 0), "nests");
  check_refused(file, std::string(8, '\xff'), "no safetensors");
}

TEST_CASE("a file that is not there is missing, not malformed") {
  try {
    read_tensor_file("/nonexistent/model.safetensors", Checksum::kRequired);
    FAIL("the file was read");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kMissing);
  }
}

TEST_CASE("a tensor whose shape and bytes disagree is not added") {
  TensorFile file = small_file();
  CHECK_THROWS_AS(file.add<float>("x", {2}, std::vector<float>{1}), Error);
  CHECK_THROWS_AS(file.add<float>("x", {-1}, std::vector<float>{1}), Error);
  CHECK_THROWS_AS(file.add<uint8_t>("tokens", {0}, std::vector<uint8_t>{}), Error);
}

}  // namespace undula

#include "core/io/tensorboard.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "core/base/error.h"
#include "core/io/crc32c.h"
#include "tests/support/catch.h"

using namespace undula;
namespace fs = std::filesystem;

namespace {

struct Place {
  fs::path path = fs::temp_directory_path() / ("undula_tensorboard_" + std::to_string(getpid()));
  Place() { fs::create_directories(path); }
  ~Place() { fs::remove_all(path); }
};

/// Reads bytes from the front of a text.
struct Reader {
  std::string rest;

  std::string take(size_t bytes) {
    REQUIRE(bytes <= rest.size());
    std::string taken = rest.substr(0, bytes);
    rest.erase(0, bytes);
    return taken;
  }
  template <class T>
  T take_number() {  // the tests run on little-endian machines only
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  uint64_t take_varint() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<uint8_t>(take(1)[0]);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
};

/// The fields of a protobuf message, as raw bytes: numbers in 4 or 8 bytes, varints as 8.
std::multimap<uint64_t, std::string> fields_of(const std::string& message) {
  std::multimap<uint64_t, std::string> fields;
  Reader reader{message};
  while (!reader.rest.empty()) {
    const uint64_t key = reader.take_varint();
    std::string value;
    switch (key & 7) {
      case 0: {
        const uint64_t number = reader.take_varint();
        value.assign(reinterpret_cast<const char*>(&number), sizeof number);
        break;
      }
      case 1:
        value = reader.take(8);
        break;
      case 2:
        value = reader.take(reader.take_varint());
        break;
      case 5:
        value = reader.take(4);
        break;
      default:
        FAIL("unknown wire type " << (key & 7));
    }
    fields.emplace(key >> 3, value);
  }
  return fields;
}

template <class T>
T number(const std::string& bytes) {
  return Reader{bytes}.take_number<T>();
}

std::string one(const std::multimap<uint64_t, std::string>& fields, uint64_t field) {
  REQUIRE(fields.count(field) == 1);
  return fields.find(field)->second;
}

uint32_t unmasked(uint32_t masked) {
  const uint32_t rotated = masked - 0xa282ead8U;
  return rotated >> 17 | rotated << 15;
}

/// The messages of a file of frames, their checksums proven.
std::vector<std::string> messages_in(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  Reader reader{text.str()};
  std::vector<std::string> messages;
  while (!reader.rest.empty()) {
    const std::string size = reader.take(8);
    CHECK(unmasked(reader.take_number<uint32_t>()) == crc32c(size));
    messages.push_back(reader.take(number<uint64_t>(size)));
    CHECK(unmasked(reader.take_number<uint32_t>()) == crc32c(messages.back()));
  }
  return messages;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("events read back as they were written") {
  Place place;
  const double begin = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  TensorboardWriter writer(place.path.string(), 7);
  writer.add(7, {{"train/loss", 0.1}, {"train/rate", -3e-5}});
  writer.add(int64_t{1} << 40, {{"valid/log_loss", 2}});

  const std::vector<fs::path> files = files_in(place.path);
  REQUIRE(files.size() == 1);
  CHECK(files[0].filename().string().find("tfevents") != std::string::npos);
  const std::vector<std::string> messages = messages_in(files[0]);
  REQUIRE(messages.size() == 4);

  const auto version = fields_of(messages[0]);
  CHECK(one(version, 3) == "brain.Event:2");
  CHECK(std::abs(number<double>(one(version, 1)) - begin) < 60);

  const auto start = fields_of(messages[1]);
  CHECK(number<uint64_t>(one(start, 2)) == 7);
  CHECK(number<uint64_t>(one(fields_of(one(start, 7)), 1)) == 1);

  const auto first = fields_of(messages[2]);
  CHECK(number<uint64_t>(one(first, 2)) == 7);
  std::map<std::string, float> scalars;
  for (const auto& [field, bytes] : fields_of(one(first, 5))) {
    CHECK(field == 1);
    const auto value = fields_of(bytes);
    scalars[one(value, 1)] = number<float>(one(value, 2));
  }
  CHECK(scalars == std::map<std::string, float>{{"train/loss", 0.1F}, {"train/rate", -3e-5F}});

  CHECK(number<uint64_t>(one(fields_of(messages[3]), 2)) == uint64_t{1} << 40);
}

TEST_CASE("every writer makes a file of its own, named in the order of time") {
  Place place;
  TensorboardWriter(place.path.string(), 1).add(1, {{"a", 1}});
  TensorboardWriter(place.path.string(), 2).add(2, {{"a", 2}});
  const std::vector<fs::path> files = files_in(place.path);
  REQUIRE(files.size() == 2);
  CHECK(number<uint64_t>(one(fields_of(messages_in(files[1])[1]), 2)) == 2);
}

TEST_CASE("events in a folder that is not there are an error") {
  CHECK_THROWS_AS(TensorboardWriter("/no/such/folder", 1), Error);
}

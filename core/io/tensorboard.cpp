// Messages as in tensorflow/core/util/event.proto and framework/summary.proto:
//
//   Event      1: double wall_time  2: int64 step  3: string file_version  5: Summary  7: SessionLog
//   Summary    1: repeated Value { 1: string tag  2: float simple_value }
//   SessionLog 1: status, START = 1
//
// Frame of each event (TFRecord): uint64 size, masked CRC-32C of the size, message, masked CRC-32C of the message; all
// little-endian.
#include "core/io/tensorboard.h"

#include <bit>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

#include "core/base/error.h"
#include "core/io/crc32c.h"

namespace undula {
namespace {

enum WireType : uint64_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

template <class T>
std::string little_endian(T value) {
  std::string bytes;
  for (size_t i = 0; i < sizeof value; ++i) bytes += static_cast<char>(value >> 8 * i & 0xff);
  return bytes;
}

std::string varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes + static_cast<char>(value);
}

std::string key(uint64_t field, WireType type) {
  return varint(field << 3 | type);
}

std::string integer_field(uint64_t field, int64_t value) {
  return key(field, kVarint) + varint(static_cast<uint64_t>(value));
}

std::string double_field(uint64_t field, double value) {
  return key(field, kFixed64) + little_endian(std::bit_cast<uint64_t>(value));
}

std::string float_field(uint64_t field, float value) {
  return key(field, kFixed32) + little_endian(std::bit_cast<uint32_t>(value));
}

std::string bytes_field(uint64_t field, std::string_view bytes) {
  return key(field, kBytes) + varint(bytes.size()) + std::string(bytes);
}

std::string masked_crc(std::string_view bytes) {
  return little_endian(std::rotr(crc32c(bytes), 15) + 0xa282ead8);
}

int64_t microseconds_now() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

/// TensorBoard looks for "tfevents", and reads a folder's files in the order of their names.
std::string file_name() {
  const int64_t now = microseconds_now();
  char name[64];
  std::snprintf(name, sizeof name, "events.out.tfevents.%010lld.%06lld", static_cast<long long>(now / 1'000'000),
                static_cast<long long>(now % 1'000'000));
  return name;
}

}  // namespace

TensorboardWriter::TensorboardWriter(const std::string& folder, int64_t first_step)
    : path_(folder + "/" + file_name()), file_(path_, std::ios::binary) {
  write_event(bytes_field(3, "brain.Event:2"));
  write_event(integer_field(2, first_step) + bytes_field(7, integer_field(1, 1)));
}

void TensorboardWriter::add(int64_t step, std::initializer_list<Scalar> scalars) {
  std::string summary;
  for (const Scalar& scalar : scalars)
    summary += bytes_field(1, bytes_field(1, scalar.tag) + float_field(2, static_cast<float>(scalar.value)));
  write_event(integer_field(2, step) + bytes_field(5, summary));
}

void TensorboardWriter::write_event(const std::string& fields) {
  const std::string event = double_field(1, static_cast<double>(microseconds_now()) * 1e-6) + fields;
  const std::string size = little_endian(static_cast<uint64_t>(event.size()));
  file_ << size << masked_crc(size) << event << masked_crc(event);
  if (!file_.flush()) throw Error(ErrorKind::kFailure, std::string("cannot write: ") + std::strerror(errno), path_);
}

}  // namespace undula

#include "core/io/npy.h"

#include <unistd.h>

#include <bit>

#include "core/base/error.h"

namespace undula {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

constexpr size_t kHeader = 128, kHeldBack = size_t{64} << 10;

}  // namespace

NpyWriter::NpyWriter(const std::string& path, int64_t columns) : file_(path), columns_(columns) {
  if (lseek(file_.descriptor(), 0, SEEK_CUR) < 0)
    throw Error(ErrorKind::kUsage, "an array cannot be written to a pipe: its shape is known at the end", file_.name(),
                "-o FILE.npy");
  file_.write(header(0));
}

void NpyWriter::write(std::span<const float> row) {
  require(static_cast<int64_t>(row.size()) == columns_, "NpyWriter",
          "a row; got " + std::to_string(row.size()) + " numbers, want " + std::to_string(columns_));
  held_.append(reinterpret_cast<const char*>(row.data()), row.size_bytes());
  ++rows_;
  if (held_.size() >= kHeldBack) flush();
}

void NpyWriter::commit() {
  finish();
  file_.commit();
}

std::string NpyWriter::keep_partial() {
  finish();
  return file_.keep_partial();
}

void NpyWriter::flush() {
  file_.write(held_);
  held_.clear();
}

void NpyWriter::finish() {
  flush();
  lseek(file_.descriptor(), 0, SEEK_SET);
  file_.write(header(rows_));
}

std::string NpyWriter::header(int64_t rows) const {
  std::string text("\x93NUMPY\x01\x00", 8);
  constexpr size_t kRest = kHeader - 10;
  text += {static_cast<char>(kRest & 0xff), static_cast<char>(kRest >> 8)};
  text += "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
          std::to_string(columns_) + "), }";
  text.resize(kHeader - 1, ' ');
  return text + "\n";
}

}  // namespace undula

#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "core/io/atomic_file.h"

namespace undula {

/// Writes a table of fp32 numbers row by row as NumPy's .npy, version 1.0 (numpy.lib.format: magic, a header of text
/// padded to a multiple of 64 bytes, then the numbers, row-major, little-endian). How many rows there are is only known
/// at the end: their number is written over the header then, so the output must be a file.
/// Errors: those of AtomicFile, and kUsage for an output that cannot be written twice (stdout, a pipe).
class NpyWriter {
 public:
  NpyWriter(const std::string& path, int64_t columns);

  /// Appends a row of `columns` numbers.
  void write(std::span<const float> row);
  int64_t rows() const { return rows_; }

  /// Finishes the file; without it there is none.
  void commit();
  /// See AtomicFile.
  std::string keep_partial();

 private:
  void finish();
  void flush();
  /// The first bytes of a file of `rows` rows; as many for any number of rows.
  std::string header(int64_t rows) const;

  AtomicFile file_;
  int64_t columns_, rows_ = 0;
  std::string held_;
};

}  // namespace undula

#pragma once
#include <string>

#include "core/io/npy.h"
#include "genomics/io/text_writer.h"
#include "genomics/tasks/classify/window_means.h"

namespace undula::cli {

/// Writes vectors as they come, a row of FILE.npy each, and beside them FILE.ids.tsv, which says what the rows are: id
/// and, with `part`, start and end, 0-based half-open. A row without values is NaN.
class VectorWriter {
 public:
  VectorWriter(const std::string& path, int64_t width, bool part);

  void write(const WindowMean& row);
  int64_t rows() const { return array_.rows(); }
  const std::string& ids_path() const { return ids_path_; }
  void commit();
  /// See TextWriter; the name of the array.
  std::string keep_partial();

 private:
  std::string ids_path_;
  NpyWriter array_;
  TextWriter ids_;
  std::vector<float> numbers_;
  bool part_;
};

}  // namespace undula::cli

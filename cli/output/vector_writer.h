#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/io/npy.h"
#include "genomics/io/text_writer.h"

namespace undula::cli {

/// Writes vectors as they come, a row of FILE.npy each, and beside them FILE.ids.tsv, which says what the rows are. A
/// row without values is NaN.
class VectorWriter {
 public:
  /// `header` names the columns of FILE.ids.tsv, with tabs between.
  VectorWriter(const std::string& path, int64_t width, const std::string& header);

  /// `id` is the row of FILE.ids.tsv.
  void write(const std::string& id, std::span<const double> values);
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
};

}  // namespace undula::cli

#include "cli/output/vector_writer.h"

#include <algorithm>
#include <limits>

namespace undula::cli {
namespace {

std::string ids_name(const std::string& path) {
  const std::string suffix = ".npy";
  return (path.ends_with(suffix) ? path.substr(0, path.size() - suffix.size()) : path) + ".ids.tsv";
}

}  // namespace

VectorWriter::VectorWriter(const std::string& path, int64_t width, bool part)
    : ids_path_(ids_name(path)),
      array_(path, width),
      ids_(ids_path_),
      numbers_(static_cast<size_t>(width)),
      part_(part) {
  ids_.write(part_ ? "id\tstart\tend\n" : "id\n");
}

void VectorWriter::write(const WindowMean& row) {
  std::fill(numbers_.begin(), numbers_.end(), std::numeric_limits<float>::quiet_NaN());
  std::transform(row.values.begin(), row.values.end(), numbers_.begin(),
                 [](double x) { return static_cast<float>(x); });
  array_.write(numbers_);
  std::string line = row.id;
  if (part_) line += "\t" + std::to_string(row.begin) + "\t" + std::to_string(row.end);
  ids_.write(line + "\n");
}

void VectorWriter::commit() {
  array_.commit();
  ids_.commit();
}

std::string VectorWriter::keep_partial() {
  ids_.keep_partial();
  return array_.keep_partial();
}

}  // namespace undula::cli

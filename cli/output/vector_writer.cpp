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

VectorWriter::VectorWriter(const std::string& path, int64_t width, const std::string& header)
    : ids_path_(ids_name(path)), array_(path, width), ids_(ids_path_), numbers_(static_cast<size_t>(width)) {
  ids_.write(header + "\n");
}

void VectorWriter::write(const std::string& id, std::span<const double> values) {
  std::fill(numbers_.begin(), numbers_.end(), std::numeric_limits<float>::quiet_NaN());
  std::transform(values.begin(), values.end(), numbers_.begin(), [](double x) { return static_cast<float>(x); });
  array_.write(numbers_);
  ids_.write(id + "\n");
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

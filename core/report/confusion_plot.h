#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace undula {

/// A confusion matrix as an SVG document: rows are true classes, columns the answers, shades the share of the row.
/// `counts` (classes, classes). Numbers are left out where more than 20 classes leave no room for them.
std::string svg_confusion(const std::vector<std::string>& classes, std::span<const int64_t> counts);

}  // namespace undula

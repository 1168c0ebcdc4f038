#pragma once
#include <span>
#include <string>
#include <string_view>

namespace undula {

/// The candidate that differs from `name` by the fewest single-letter edits (Levenshtein), at most two and fewer than
/// the name has letters; the first of equals, empty when there is none. For "did you mean".
std::string closest(std::string_view name, std::span<const std::string> candidates);

}  // namespace undula

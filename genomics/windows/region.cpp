#include "genomics/windows/region.h"

#include <algorithm>
#include <charconv>

namespace undula {
namespace {

bool looks_like_range(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789,-") == std::string_view::npos;
}

bool parse_range(std::string_view text, Region& region) {
  const size_t dash = std::min(text.find('-'), text.size());
  const auto begin = dash == 0 && text.size() > 1 ? 1 : parse_position(text.substr(0, dash));
  if (!begin || *begin < 1) return false;
  region.begin = *begin - 1;
  if (dash + 1 >= text.size()) return true;
  region.end = parse_position(text.substr(dash + 1));
  return region.end && *region.end >= *begin;
}

}  // namespace

std::optional<int64_t> parse_position(std::string_view text) {
  std::string digits(text);
  std::erase(digits, ',');
  int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<Region> parse_region(std::string_view text) {
  Region region;
  size_t colon = text.rfind(':');
  if (text.starts_with('{')) {
    const size_t brace = text.find('}');
    if (brace == std::string_view::npos) return std::nullopt;
    region.contig = text.substr(1, brace - 1);
    if (brace + 1 == text.size()) return region;
    colon = brace + 1;
    if (text[colon] != ':' || !parse_range(text.substr(colon + 1), region)) return std::nullopt;
    return region;
  }
  const std::string_view range = colon == std::string_view::npos ? text : text.substr(colon + 1);
  if (looks_like_range(range)) {
    if (colon != std::string_view::npos) {
      region.contig = text.substr(0, colon);
      region.text = text;
    }
    return parse_range(range, region) ? std::optional(region) : std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  region.contig = text;
  return region;
}

std::optional<Region> parse_contig_region(std::string_view text) {
  if (!text.empty() && text.find(':') == std::string_view::npos && text[0] != '{')
    return Region{std::string(text), 0, {}};
  auto region = parse_region(text);
  return region && !region->contig.empty() ? region : std::nullopt;
}

std::string region_text(std::string_view contig, const Window& window) {
  return std::string(contig) + ":" + std::to_string(window.begin + 1) + "-" + std::to_string(window.end);
}

}  // namespace undula

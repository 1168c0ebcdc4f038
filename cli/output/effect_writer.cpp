#include "cli/output/effect_writer.h"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "genomics/alphabet/nucleotide.h"

namespace undula::cli {
namespace {

constexpr size_t kBases = 4;

/// Six digits behind the point: beyond that is rounding in fp32.
std::string effect_text(double effect) {
  std::array<char, 400> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), effect, std::chars_format::fixed, 6);
  return {text.data(), end.ptr};
}

}  // namespace

EffectWriter::EffectWriter(const std::string& path, std::string contig) : writer_(path), contig_(std::move(contig)) {
  writer_.write("contig\tpos\tref\talt\teffect\n");
}

void EffectWriter::write(const BaseEffects& effects) {
  const std::string start = contig_ + "\t" + std::to_string(effects.position + 1) + "\t" + kTextOf[effects.ref] + "\t";
  for (size_t base = 0; base < kBases; ++base) {
    if (base != effects.ref) writer_.write(start + kTextOf[base] + "\t" + effect_text(effects.effect[base]) + "\n");
  }
}

EffectMap::EffectMap(const Window& part)
    : part_(part),
      values_(kBases * static_cast<size_t>(part.length()), std::numeric_limits<double>::quiet_NaN()),
      reference_(static_cast<size_t>(part.length()), -1) {}

void EffectMap::add(const BaseEffects& effects) {
  const auto column = static_cast<size_t>(effects.position - part_.begin);
  reference_[column] = effects.ref;
  for (size_t base = 0; base < kBases; ++base) values_[base * reference_.size() + column] = effects.effect[base];
}

std::string EffectMap::svg(HeatMap map) const {
  for (size_t base = 0; base < kBases; ++base) map.rows.emplace_back(1, kTextOf[base]);
  map.first_column = static_cast<double>(part_.begin + 1);
  map.values = values_;
  map.reference = reference_;
  return svg_heat_map(map);
}

}  // namespace undula::cli

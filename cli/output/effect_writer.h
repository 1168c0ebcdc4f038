#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/report/heat_map.h"
#include "genomics/io/text_writer.h"
#include "genomics/tasks/score/mutagenesis.h"

namespace undula::cli {

/// Writes the effects of single bases as a table, one row per position and other base: contig, pos (1-based), ref, alt,
/// effect.
class EffectWriter {
 public:
  /// `path` as in TextWriter.
  EffectWriter(const std::string& path, std::string contig);
  void write(const BaseEffects& effects);
  void commit() { writer_.commit(); }

 private:
  TextWriter writer_;
  std::string contig_;
};

/// Gathers the effects in `part` of a contig for a heat map: a row per base.
class EffectMap {
 public:
  explicit EffectMap(const Window& part);
  void add(const BaseEffects& effects);
  /// `map`: everything but rows and values.
  std::string svg(HeatMap map) const;

 private:
  Window part_;
  std::vector<double> values_;      // (4, positions)
  std::vector<int64_t> reference_;  // (positions)
};

}  // namespace undula::cli

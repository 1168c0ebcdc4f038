#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "genomics/windows/genome_interval.h"

namespace undula {

/// The class of each base of a genome: that of the interval of a BED file in which it lies, named in column 4. The
/// strand of an interval is not used: what is labelled is the place, on both strands.
class IntervalLabels {
 public:
  /// `background` is the class of the bases in no interval; empty: they have none. `classes`, where given, are those
  /// that there may be; else they are the names in the file and the background, sorted.
  /// Errors: those of BedReader; kBadInput, with file and line, for an interval without a name or whose name is no
  /// class, for a contig or an end that the genome does not have, and for intervals of two classes that overlap;
  /// kBadInput where there are fewer than two classes.
  IntervalLabels(const IndexedFasta& genome, const std::string& path, const std::string& background,
                 std::vector<std::string> classes = {});

  const std::vector<std::string>& classes() const { return classes_; }
  /// Writes the class of each base of an interval, -1 where it has none.
  void read(const GenomeInterval& at, std::span<int32_t> labels) const;
  /// How many bases of some parts of the genome are of each class.
  std::vector<int64_t> bases(const std::vector<GenomeInterval>& parts) const;
  /// SHA-256 of classes and intervals.
  std::string digest() const;

 private:
  struct Labelled {
    Window window;
    int32_t label = 0;
  };
  /// Calls `visit(window, label)` for the labelled stretches of an interval, from left to right.
  template <class Visit>
  void for_each_stretch(const GenomeInterval& at, Visit visit) const;

  std::vector<std::string> classes_;
  int32_t background_ = -1;
  std::vector<std::vector<Labelled>> contigs_;  // of each contig in order, apart
};

}  // namespace undula

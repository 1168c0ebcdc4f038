#pragma once
#include <memory>
#include <vector>

#include "core/data/sample_source.h"
#include "genomics/windows/genome_interval.h"

namespace undula {

/// A window as a model reads it.
struct WindowBases {
  std::vector<uint8_t> tokens;
  std::vector<uint8_t> soft_masked;  ///< (tokens) 1 where the file has lower case, else 0

  /// Share of tokens that stand for no single base.
  double ambiguous_share() const;
};

/// Where a window of a genome was taken.
struct GenomePlace {
  GenomeInterval interval;
  bool reverse = false;  ///< the tokens are the reverse complement
};

/// Windows of a genome that stays in its file: numbered, each read when it is asked for, by any thread. They have no
/// label (-1); their group is the contig, their id the region ("/rc" behind it where they are reverse-complemented).
class GenomeWindowSource : public SampleSource {
 public:
  explicit GenomeWindowSource(std::shared_ptr<const IndexedFasta> genome) : genome_(std::move(genome)) {}

  /// Reads window i, soft mask and all.
  virtual GenomePlace read(int64_t pass, int64_t i, WindowBases& out) const = 0;
  void get(int64_t pass, int64_t i, Sample& out) const override;

  /// Windows left out so far because too much of them is ambiguous.
  virtual int64_t skipped() const = 0;

  const IndexedFasta& genome() const { return *genome_; }

 protected:
  void read_forward(const GenomeInterval& interval, WindowBases& out) const;
  static void turn_strand(WindowBases& bases);

 private:
  std::shared_ptr<const IndexedFasta> genome_;
};

/// Above this share of ambiguous bases (N) a window is left out.
inline constexpr double kMaxAmbiguous = 0.05;

}  // namespace undula

#pragma once
#include <memory>
#include <vector>

#include "core/base/random.h"
#include "core/data/sample_source.h"
#include "genomics/windows/genomes.h"
#include "genomics/windows/read_errors.h"

namespace undula {

struct GenomeWindowOptions {
  /// kRandom: each pass draws anew, for training. kEven: the same windows in every pass, spread evenly over the
  /// regions, for validation and test; the pass then is the strand they are seen from.
  enum class Draw : uint8_t { kRandom, kEven };

  Draw draw = Draw::kRandom;
  std::vector<int64_t> lengths = {1000};  ///< mixed in equal numbers
  int64_t count = 0;                      ///< windows in a pass; 0: as many as hold the bases of the split once
  ReadErrors errors;
  uint64_t seed = 0;
};

/// Where a window was taken from.
struct GenomeRead {
  const GenomeRegion* region = nullptr;
  Window window;         ///< in the record
  bool reverse = false;  ///< the tokens are the reverse complement of the window
  int64_t errors = 0;    ///< differences made by the error model
};

/// Windows of the regions of one split, drawn when they are asked for: window i of pass p is a pure function of (seed,
/// p, i). Classes take turns and then lengths, so both are balanced; within a class every position is as likely (or as
/// densely covered) as any other, on either strand. A region shorter than a window is one window. Positions where more
/// than half is ambiguous are avoided where the region has others.
class GenomeWindows : public SampleSource {
 public:
  /// The split must have regions. `count` is rounded up to whole turns.
  GenomeWindows(std::shared_ptr<const Genomes> genomes, Split split, GenomeWindowOptions options);

  int64_t size() const override { return count_; }
  int64_t max_length() const override;
  int64_t length(int64_t pass, int64_t i) const override;
  void get(int64_t pass, int64_t i, Sample& out) const override;
  int64_t views() const override { return options_.draw == GenomeWindowOptions::Draw::kEven ? 2 : 1; }

  /// The tokens of window i and where they come from.
  GenomeRead read(int64_t pass, int64_t i, std::vector<uint8_t>& tokens) const;
  const Genomes& genomes() const { return *genomes_; }

 private:
  /// The start positions of all windows of one class and length.
  struct Starts {
    int64_t length = 0;
    std::vector<const GenomeRegion*> regions;
    std::vector<int64_t> ends;  // of the regions' start positions, laid end to end
  };
  struct Place {
    const GenomeRegion* region;
    int64_t offset;  // of the source in the region
    int64_t starts;  // offsets that there are
  };

  const Starts& starts_of(int64_t i) const;
  RandomKey key_of(int64_t pass, int64_t i) const;
  Place place(const RandomKey& key, int64_t i) const;
  std::span<const uint8_t> source_of(const Place& place, int64_t length) const;

  std::shared_ptr<const Genomes> genomes_;
  GenomeWindowOptions options_;
  Split split_;
  std::vector<Starts> starts_;  // lengths x classes that have regions
  int64_t count_ = 0;
};

}  // namespace undula

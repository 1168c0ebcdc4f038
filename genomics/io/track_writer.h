#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace undula {

/// The contigs that a track is drawn on, in the order of the reference.
struct TrackContig {
  std::string name;
  int64_t length = 0;
};

/// Writes numbers along contigs: contig by contig in the order of the reference, from left to right.
/// Errors: those of AtomicFile.
class TrackWriter {
 public:
  virtual ~TrackWriter() = default;

  /// values[i] stands for the `span` bases from begin + i * span on, the last of them cut off where the contig ends.
  /// NaN is no value: nothing is written there.
  virtual void write(int32_t contig, int64_t begin, int64_t span, std::span<const float> values) = 0;
  /// Finishes the output; without it a file does not appear.
  virtual void commit() = 0;
};

/// True for a name that ends in .bw or .bigwig.
bool is_bigwig_name(const std::string& path);

/// A bigWig file where the name says so, else bedGraph; "-" is stdout.
std::unique_ptr<TrackWriter> open_track(const std::string& path, std::vector<TrackContig> contigs);

}  // namespace undula

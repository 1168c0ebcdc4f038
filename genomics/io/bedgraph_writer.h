#pragma once
#include <string>
#include <vector>

#include "genomics/io/text_writer.h"
#include "genomics/io/track_writer.h"

namespace undula {

/// Writes bedGraph: contig, start, end (0-based, half-open) and value, parted by tabs, a line for each run of equal
/// values. The values are the shortest digits that read back to the same fp32 number. Output as in TextWriter.
class BedGraphWriter : public TrackWriter {
 public:
  BedGraphWriter(const std::string& path, std::vector<TrackContig> contigs);

  void write(int32_t contig, int64_t begin, int64_t span, std::span<const float> values) override;
  void commit() override;

 private:
  void add(int32_t contig, int64_t begin, int64_t end, float value);
  void end_run();

  TextWriter text_;
  std::vector<TrackContig> contigs_;
  int32_t contig_ = -1;  // of the run that may go on; -1: none
  int64_t begin_ = 0, end_ = 0;
  float value_ = 0;
  std::string line_;
};

}  // namespace undula

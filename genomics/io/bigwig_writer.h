#pragma once
#include <memory>
#include <string>
#include <vector>

#include "genomics/io/track_writer.h"

namespace undula {

/// Writes bigWig (Kent et al. 2010) by libBigWig, with zoom levels of our own (BigWigZoom), whose memory is all that
/// grows with the contigs: a 64th of a byte for each base.
/// Errors besides those of TrackWriter: kUsage for an output that is no file (the format is not written in one go) and
/// for a contig of 2^32 bases or more.
class BigWigWriter : public TrackWriter {
 public:
  BigWigWriter(const std::string& path, std::vector<TrackContig> contigs);
  ~BigWigWriter() override;

  void write(int32_t contig, int64_t begin, int64_t span, std::span<const float> values) override;
  void commit() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula

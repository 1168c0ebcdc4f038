#include "genomics/io/track_writer.h"

#include <algorithm>
#include <cctype>

#include "genomics/io/bedgraph_writer.h"
#include "genomics/io/bigwig_writer.h"

namespace undula {

bool is_bigwig_name(const std::string& path) {
  std::string name = path;
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name.ends_with(".bw") || name.ends_with(".bigwig");
}

std::unique_ptr<TrackWriter> open_track(const std::string& path, std::vector<TrackContig> contigs) {
  if (is_bigwig_name(path)) return std::make_unique<BigWigWriter>(path, std::move(contigs));
  return std::make_unique<BedGraphWriter>(path, std::move(contigs));
}

}  // namespace undula

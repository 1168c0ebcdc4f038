#include "genomics/windows/tiled_windows.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace undula {
namespace {

std::vector<GenomeInterval> all_tiles(const std::vector<GenomeInterval>& intervals, int64_t length) {
  std::vector<GenomeInterval> tiles;
  for (const auto& [contig, window] : intervals) {
    for (int64_t begin = window.begin; begin < window.end; begin += length) {
      tiles.push_back({contig, {begin, std::min(begin + length, window.end)}});
    }
  }
  return tiles;
}

/// `count` of the tiles, from the middle of as many equal parts.
std::vector<GenomeInterval> evenly_chosen(const std::vector<GenomeInterval>& tiles, int64_t count) {
  const auto n = static_cast<int64_t>(tiles.size());
  if (count == 0 || count >= n) return tiles;
  std::vector<GenomeInterval> chosen;
  for (int64_t i = 0; i < count; ++i) chosen.push_back(tiles[static_cast<size_t>((2 * i + 1) * n / (2 * count))]);
  return chosen;
}

}  // namespace

TiledWindows::TiledWindows(std::shared_ptr<const IndexedFasta> genome, const std::vector<GenomeInterval>& intervals,
                           const TiledWindowOptions& options)
    : GenomeWindowSource(std::move(genome)), both_strands_(options.both_strands) {
  require(options.length > 0, "TiledWindows", "the window length must be positive");
  WindowBases bases;
  for (const GenomeInterval& tile : evenly_chosen(all_tiles(intervals, options.length), options.count)) {
    read_forward(tile, bases);
    if (bases.ambiguous_share() > options.max_ambiguous) {
      ++skipped_;
      continue;
    }
    tiles_.push_back(tile);
    max_length_ = std::max(max_length_, tile.window.length());
  }
  if (tiles_.empty()) {
    throw Error(ErrorKind::kBadInput,
                skipped_ > 0 ? "every window of the held-out parts is more ambiguous (N) than a window may be"
                             : "no part of the genome is held out",
                this->genome().path());
  }
}

GenomePlace TiledWindows::read(int64_t pass, int64_t i, WindowBases& out) const {
  const GenomePlace place{tiles_[static_cast<size_t>(i)], pass == 1};
  read_forward(place.interval, out);
  if (place.reverse) turn_strand(out);
  return place;
}

}  // namespace undula

#include "genomics/io/bigwig_zoom.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <span>

#include "genomics/io/bigwig_index.h"

namespace undula {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

constexpr uint32_t kFinest = 2048, kTimes = 4;
constexpr size_t kBlock = 512;  // summaries
constexpr uint32_t kMagic = 0x888ffc26;
constexpr long kLevelCount = 6, kLevelHeaders = 64;  // places in the file's header

template <class T>
bool put(std::FILE* file, const T& value) {
  return std::fwrite(&value, sizeof value, 1, file) == 1;
}

}  // namespace

void BigWigZoom::add(uint32_t contig, uint32_t begin, uint32_t end, float value) {
  while (begin < end) {
    const uint32_t bin = begin / kFinest * kFinest;
    const uint32_t stop = end - bin < kFinest ? end : bin + kFinest;
    const bool goes_on = !finest_.empty() && finest_.back().contig == contig && finest_.back().begin == bin;
    if (!goes_on) finest_.push_back({contig, bin, bin, 0, value, value, 0, 0});
    Summary& to = finest_.back();
    const auto bases = static_cast<float>(stop - begin);
    to.covered += stop - begin;
    to.lowest = std::min(to.lowest, value);
    to.highest = std::max(to.highest, value);
    to.sum += bases * value;
    to.squares += bases * value * value;
    begin = stop;
  }
}

bool BigWigZoom::write(std::FILE* file, const std::vector<uint32_t>& lengths) const {
  if (std::fseek(file, -static_cast<long>(sizeof kMagic), SEEK_END) != 0) return false;
  std::vector<Summary> level = finest_;
  uint32_t width = kFinest;
  uint16_t levels = 0;
  for (; levels < kLevels && !level.empty(); ++levels, width *= kTimes) {
    if (levels > 0) level = coarser(level, width);
    if (!write_level(file, level, lengths, width, levels)) return false;
    if (level.size() <= lengths.size()) {
      ++levels;
      break;
    }
  }
  return put(file, kMagic) && std::fseek(file, kLevelCount, SEEK_SET) == 0 && put(file, levels);
}

std::vector<BigWigZoom::Summary> BigWigZoom::coarser(const std::vector<Summary>& from, uint32_t width) {
  std::vector<Summary> level;
  for (const Summary& part : from) {
    const uint32_t bin = part.begin / width * width;
    if (level.empty() || level.back().contig != part.contig || level.back().begin != bin) {
      level.push_back(part);
      level.back().begin = bin;
      continue;
    }
    Summary& to = level.back();
    to.covered += part.covered;
    to.lowest = std::min(to.lowest, part.lowest);
    to.highest = std::max(to.highest, part.highest);
    to.sum += part.sum;
    to.squares += part.squares;
  }
  return level;
}

bool BigWigZoom::write_level(std::FILE* file, std::vector<Summary> level, const std::vector<uint32_t>& lengths,
                             uint32_t width, int number) {
  for (Summary& part : level) {
    const uint32_t length = lengths[part.contig];
    part.end = length - part.begin < width ? length : part.begin + width;
  }
  const auto data_begin = static_cast<uint64_t>(std::ftell(file));
  if (!put(file, static_cast<uint32_t>(level.size()))) return false;
  std::vector<BigWigIndexEntry> entries;
  std::vector<Bytef> packed(compressBound(kBlock * sizeof(Summary)));
  for (std::span<const Summary> left = level; !left.empty();) {
    const auto block = left.first(std::min(kBlock, left.size()));
    left = left.subspan(block.size());
    uLongf size = packed.size();
    if (compress(packed.data(), &size, reinterpret_cast<const Bytef*>(block.data()), block.size_bytes()) != Z_OK)
      return false;
    entries.push_back({block.front().contig, block.front().begin, block.back().contig, block.back().end,
                       static_cast<uint64_t>(std::ftell(file)), size});
    if (std::fwrite(packed.data(), 1, size, file) != size) return false;
  }
  const auto index_begin = static_cast<uint64_t>(std::ftell(file));
  if (!write_bigwig_index(file, entries, kBlock)) return false;
  const long end = std::ftell(file);
  return std::fseek(file, kLevelHeaders + 24 * number, SEEK_SET) == 0 && put(file, width) && put(file, uint32_t{0}) &&
         put(file, data_begin) && put(file, index_begin) && std::fseek(file, end, SEEK_SET) == 0;
}

}  // namespace undula

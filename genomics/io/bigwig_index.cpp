#include "genomics/io/bigwig_index.h"

#include <algorithm>
#include <string>

namespace undula {
namespace {

constexpr uint32_t kMagic = 0x2468ace0;
constexpr size_t kChildren = 256;
constexpr uint64_t kNodeHeader = 4, kLeafItem = 32, kInnerItem = 24;

template <class T>
void append(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void append_bounds(std::string& bytes, const BigWigIndexEntry& entry) {
  for (const uint32_t number : {entry.first_contig, entry.begin, entry.last_contig, entry.end}) append(bytes, number);
}

size_t nodes_of(size_t items) {
  return (items + kChildren - 1) / kChildren;
}

/// What the nodes over `items` span together; their offsets are not known yet.
std::vector<BigWigIndexEntry> parents_of(const std::vector<BigWigIndexEntry>& items) {
  std::vector<BigWigIndexEntry> parents;
  for (size_t first = 0; first < items.size(); first += kChildren) {
    const BigWigIndexEntry& last = items[std::min(first + kChildren, items.size()) - 1];
    parents.push_back({items[first].first_contig, items[first].begin, last.last_contig, last.end, 0, 0});
  }
  return parents;
}

}  // namespace

bool write_bigwig_index(std::FILE* file, const std::vector<BigWigIndexEntry>& blocks, uint32_t per_block) {
  const auto begin = static_cast<uint64_t>(std::ftell(file));
  std::string bytes;
  append(bytes, kMagic);
  append(bytes, static_cast<uint32_t>(kChildren));
  append(bytes, static_cast<uint64_t>(blocks.size()));
  append_bounds(
      bytes, {blocks.front().first_contig, blocks.front().begin, blocks.back().last_contig, blocks.back().end, 0, 0});
  append(bytes, begin);  // where the data ends
  append(bytes, per_block);
  append(bytes, uint32_t{0});

  std::vector<std::vector<BigWigIndexEntry>> levels = {blocks};
  while (nodes_of(levels.back().size()) > 1) levels.push_back(parents_of(levels.back()));
  // The root comes first; the nodes of the level below lie behind those of this one, each as long as it can be but the
  // last.
  uint64_t nodes_begin = begin + bytes.size();
  for (size_t depth = levels.size(); depth-- > 0;) {
    const std::vector<BigWigIndexEntry>& items = levels[depth];
    const uint64_t item = depth == 0 ? kLeafItem : kInnerItem;
    const uint64_t below = nodes_begin + nodes_of(items.size()) * kNodeHeader + items.size() * item;
    const uint64_t node_below = kNodeHeader + kChildren * (depth == 1 ? kLeafItem : kInnerItem);
    for (size_t i = 0; i < items.size(); ++i) {
      if (i % kChildren == 0) {
        append(bytes, static_cast<uint16_t>(depth == 0 ? 1 : 0));
        append(bytes, static_cast<uint16_t>(std::min(kChildren, items.size() - i)));
      }
      append_bounds(bytes, items[i]);
      append(bytes, depth == 0 ? items[i].offset : below + i * node_below);
      if (depth == 0) append(bytes, items[i].size);
    }
    nodes_begin = below;
  }
  return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
}

}  // namespace undula

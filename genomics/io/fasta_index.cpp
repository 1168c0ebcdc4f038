#include "genomics/io/fasta_index.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "genomics/io/interval_line.h"

namespace undula {
namespace {

static_assert(std::endian::native == std::endian::little, ".gzi files are little-endian");

bool parse_number(std::string_view text, int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0;
}

bool parse_contig(std::string_view line, std::vector<std::string_view>& columns, FastaContig& contig) {
  split_columns(line, columns);
  if (columns.size() != 5) return false;
  contig.name = columns[0];
  const std::array<int64_t*, 4> numbers = {&contig.length, &contig.offset, &contig.line_bases, &contig.line_width};
  for (size_t i = 0; i < numbers.size(); ++i) {
    if (!parse_number(columns[i + 1], *numbers[i])) return false;
  }
  return contig.length == 0 || (contig.line_bases > 0 && contig.line_width >= contig.line_bases);
}

}  // namespace

std::string FastaIndex::fai() const {
  std::string text;
  for (const FastaContig& contig : contigs) {
    text += contig.name;
    for (const int64_t number : {contig.length, contig.offset, contig.line_bases, contig.line_width}) {
      text += '\t';
      text += std::to_string(number);
    }
    text += '\n';
  }
  return text;
}

std::string FastaIndex::gzi() const {
  const uint64_t count = blocks.size() - 1;  // the first begins at 0
  std::string bytes(sizeof count + count * sizeof(BgzipBlock), '\0');
  std::memcpy(bytes.data(), &count, sizeof count);
  std::memcpy(bytes.data() + sizeof count, blocks.data() + 1, count * sizeof(BgzipBlock));
  return bytes;
}

bool parse_fasta_index(std::string_view fai, std::string_view gzi, FastaIndex& index) {
  std::vector<std::string_view> columns;
  while (!fai.empty()) {
    const size_t end = fai.find('\n');
    if (end == std::string_view::npos || !parse_contig(fai.substr(0, end), columns, index.contigs.emplace_back()))
      return false;
    fai.remove_prefix(end + 1);
  }
  if (gzi.empty()) return true;
  uint64_t count = 0;
  if (gzi.size() < sizeof count) return false;
  std::memcpy(&count, gzi.data(), sizeof count);
  gzi.remove_prefix(sizeof count);
  if (gzi.size() % sizeof(BgzipBlock) != 0 || gzi.size() / sizeof(BgzipBlock) != count) return false;
  index.blocks.resize(count + 1);
  std::memcpy(index.blocks.data() + 1, gzi.data(), gzi.size());
  for (size_t i = 1; i < index.blocks.size(); ++i) {
    const BgzipBlock &before = index.blocks[i - 1], &block = index.blocks[i];
    if (block.address <= before.address || block.offset < before.offset) return false;
  }
  return true;
}

}  // namespace undula

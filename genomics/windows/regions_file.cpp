#include "genomics/windows/regions_file.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "genomics/io/bed_reader.h"
#include "genomics/io/interval_line.h"

namespace undula {
namespace {

bool is_bed(const std::string& path) {
  constexpr std::array<const char*, 3> kSuffixes = {".bed", ".bed.gz", ".bed.bgz"};
  return std::any_of(kSuffixes.begin(), kSuffixes.end(), [&](const char* suffix) { return path.ends_with(suffix); });
}

std::vector<Region> read_bed(const std::string& path) {
  std::vector<Region> regions;
  BedReader reader(path);
  BedRecord record;
  while (reader.next(record)) {
    if (record.begin < record.end) regions.push_back({record.contig, record.begin, record.end});
  }
  return regions;
}

/// The region of one line that is not BED; nothing where it is none.
std::optional<Region> parse_line(const std::vector<std::string_view>& columns) {
  if (columns.size() == 1) return parse_contig_region(columns[0]);
  const auto begin = parse_position(columns[1]);
  const auto end = columns.size() > 2 ? parse_position(columns[2]) : begin;
  if (columns[0].empty() || !begin || !end || *begin < 1 || *end < *begin) return std::nullopt;
  return Region{std::string(columns[0]), *begin - 1, *end};
}

std::vector<Region> read_lines(const std::string& path) {
  std::vector<Region> regions;
  TextCursor text{ByteStream(path)};
  std::string row;
  std::vector<std::string_view> columns;
  while (const int64_t line = next_interval_line(text, row)) {
    split_columns(row, columns);
    const auto region = parse_line(columns);
    if (!region) {
      throw Error(ErrorKind::kBadInput, "'" + row.substr(0, 60) + "' is no region",
                  text.name() + ", line " + std::to_string(line),
                  "contig, first and last base, counted from 1; name the file *.bed where it counts from 0");
    }
    regions.push_back(*region);
  }
  return regions;
}

}  // namespace

std::vector<Region> read_regions_file(const std::string& path) {
  std::vector<Region> regions = is_bed(path) ? read_bed(path) : read_lines(path);
  if (regions.empty()) throw Error(ErrorKind::kBadInput, path + " names no region", path);
  return regions;
}

}  // namespace undula

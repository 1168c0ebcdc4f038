#include "genomics/windows/genome_splits.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/base/error.h"
#include "genomics/io/bed_reader.h"

namespace undula {
namespace {

/// An interval, what it is for and who says so.
struct Claim {
  GenomeInterval interval;
  Split split = Split::kTrain;
  std::string where;
};

/// Refuses overlaps between splits, and joins what touches within one.
GenomeSplits join(std::vector<Claim> claims, const IndexedFasta& genome) {
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.interval.contig, a.interval.window.begin) < std::tie(b.interval.contig, b.interval.window.begin);
  });
  GenomeSplits splits;
  const Claim* furthest = nullptr;  // of those so far on the same contig
  for (const Claim& claim : claims) {
    const auto& [contig, window] = claim.interval;
    const bool same_contig = furthest != nullptr && furthest->interval.contig == contig;
    if (same_contig && furthest->interval.window.end > window.begin && furthest->split != claim.split) {
      throw Error(ErrorKind::kBadInput,
                  region_text(genome.contig_name(contig), window) + " is for " + std::string(to_string(claim.split)) +
                      " and overlaps " + region_text(genome.contig_name(contig), furthest->interval.window) +
                      ", which is for " + std::string(to_string(furthest->split)) + " (" + furthest->where + ")",
                  claim.where, "cut one of them");
    }
    splits.intervals[static_cast<size_t>(claim.split)].push_back(claim.interval);
    if (!same_contig || window.end > furthest->interval.window.end) furthest = &claim;
  }
  for (auto& parts : splits.intervals) parts = joined(std::move(parts));
  return splits;
}

/// The parts of the contigs that `held_out` (sorted, apart) leaves.
std::vector<GenomeInterval> complement_of(const std::vector<GenomeInterval>& held_out, const IndexedFasta& genome) {
  std::vector<GenomeInterval> rest;
  auto next = held_out.begin();
  for (int32_t contig = 0; contig < genome.contig_count(); ++contig) {
    int64_t begin = 0;
    for (; next != held_out.end() && next->contig == contig; ++next) {
      if (next->window.begin > begin) rest.push_back({contig, {begin, next->window.begin}});
      begin = std::max(begin, next->window.end);
    }
    if (begin < genome.contig_length(contig)) rest.push_back({contig, {begin, genome.contig_length(contig)}});
  }
  return rest;
}

}  // namespace

int64_t GenomeSplits::bases(Split split) const {
  const auto& parts = of(split);
  return std::accumulate(parts.begin(), parts.end(), int64_t{0},
                         [](int64_t sum, const GenomeInterval& part) { return sum + part.window.length(); });
}

GenomeSplits hold_out_ends(const IndexedFasta& genome, double valid, double test, int64_t block) {
  require(valid >= 0 && test >= 0 && valid + test < 1 && block > 0, "hold_out_ends",
          "shares must leave something for training");
  std::vector<Claim> claims;
  for (int32_t contig = 0; contig < genome.contig_count(); ++contig) {
    const int64_t length = genome.contig_length(contig);
    const auto bases = [&](double share) { return std::llround(share * static_cast<double>(length)); };
    const int64_t rest = length - bases(test), blocks = std::max<int64_t>((bases(valid) + block / 2) / block, 1);
    int64_t begin = 0;
    for (int64_t i = 0; i < blocks; ++i) {
      const int64_t size = bases(valid) / blocks, at = (2 * i + 1) * rest / (2 * blocks) - size / 2;
      claims.push_back({{contig, {begin, at}}, Split::kTrain, ""});
      claims.push_back({{contig, {at, at + size}}, Split::kValid, ""});
      begin = at + size;
    }
    claims.push_back({{contig, {begin, rest}}, Split::kTrain, ""});
    claims.push_back({{contig, {rest, length}}, Split::kTest, ""});
  }
  std::erase_if(claims, [](const Claim& claim) { return claim.interval.window.length() == 0; });
  return join(std::move(claims), genome);
}

GenomeSplits hold_out_regions(const IndexedFasta& genome, const std::vector<Region>& valid,
                              const std::vector<Region>& test, const std::string& where) {
  std::vector<Claim> claims;
  std::vector<GenomeInterval> held_out;
  for (const auto& [regions, split] : {std::pair(&valid, Split::kValid), {&test, Split::kTest}}) {
    for (const Region& region : *regions) claims.push_back({settle_region(genome, region, where), split, where});
  }
  for (const Claim& claim : claims) held_out.push_back(claim.interval);
  GenomeSplits splits = join(std::move(claims), genome);
  splits.intervals[static_cast<size_t>(Split::kTrain)] = complement_of(joined(std::move(held_out)), genome);
  return splits;
}

GenomeSplits split_by_bed(const IndexedFasta& genome, const std::string& path) {
  BedReader reader(path);
  std::vector<Claim> claims;
  std::vector<std::string> names;
  for (BedRecord record; reader.next(record);) {
    if (record.begin == record.end) continue;
    Claim& claim = claims.emplace_back();
    claim.where = reader.name() + ", line " + std::to_string(record.line);
    claim.interval = settle_region(genome, {record.contig, record.begin, record.end}, claim.where);
    claim.split = split_from(record.name);
    names.push_back(record.name);
  }
  const bool any_split =
      std::any_of(claims.begin(), claims.end(), [](const Claim& claim) { return claim.split != Split::kNone; });
  for (size_t i = 0; i < claims.size(); ++i) {
    if (claims[i].split != Split::kNone) continue;
    if (any_split) {
      throw Error(
          ErrorKind::kBadInput,
          (names[i].empty() ? "no split" : "'" + names[i] + "', which is no split,") + " where other lines name one",
          claims[i].where, "train, valid (or dev), or test in column 4");
    }
    claims[i].split = Split::kTrain;
  }
  return join(std::move(claims), genome);
}

}  // namespace undula

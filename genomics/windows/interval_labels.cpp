#include "genomics/windows/interval_labels.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/io/sha256.h"
#include "genomics/io/bed_reader.h"

namespace undula {
namespace {

/// An interval as the file has it.
struct Claim {
  GenomeInterval interval;
  std::string name;
  int64_t line = 0;
};

std::string place(const std::string& file, int64_t line) {
  return file + ", line " + std::to_string(line);
}

std::vector<Claim> read_claims(const IndexedFasta& genome, const std::string& path, std::string& file) {
  BedReader reader(path);
  file = reader.name();
  std::vector<Claim> claims;
  for (BedRecord record; reader.next(record);) {
    const std::string where = place(file, record.line);
    if (record.name.empty())
      throw Error(ErrorKind::kBadInput, "an interval without a name, which is to say its class", where,
                  "contig, start, end and class, parted by tabs");
    const Region region = {record.contig, record.begin, record.end};
    if (record.begin < record.end) claims.push_back({settle_region(genome, region, where), record.name, record.line});
  }
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.interval.contig, a.interval.window.begin) < std::tie(b.interval.contig, b.interval.window.begin);
  });
  return claims;
}

std::vector<std::string> names_of(const std::vector<Claim>& claims, const std::string& background) {
  std::vector<std::string> names;
  for (const Claim& claim : claims) names.push_back(claim.name);
  if (!background.empty()) names.push_back(background);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// The number of a class; -1 where there is none of this name.
int32_t number_of(const std::vector<std::string>& classes, const std::string& name) {
  const auto found = std::find(classes.begin(), classes.end(), name);
  return found == classes.end() ? -1 : static_cast<int32_t>(found - classes.begin());
}

std::string claim_text(const IndexedFasta& genome, const Claim& claim) {
  return region_text(genome.contig_name(claim.interval.contig), claim.interval.window);
}

}  // namespace

IntervalLabels::IntervalLabels(const IndexedFasta& genome, const std::string& path, const std::string& background,
                               std::vector<std::string> classes)
    : classes_(std::move(classes)), contigs_(static_cast<size_t>(genome.contig_count())) {
  std::string file;
  const std::vector<Claim> claims = read_claims(genome, path, file);
  if (classes_.empty()) classes_ = names_of(claims, background);
  if (classes_.size() < 2)
    throw Error(ErrorKind::kBadInput,
                classes_.empty() ? "no interval" : "one class, " + classes_.front() + ": nothing to tell apart", file,
                "bases in no interval are a class of their own unless they are ignored");
  if (!background.empty()) background_ = number_of(classes_, background);
  const Claim* last = nullptr;  // whose interval ends furthest on its contig so far
  for (const Claim& claim : claims) {
    const auto& [contig, window] = claim.interval;
    const int32_t label = number_of(classes_, claim.name);
    if (label < 0)
      throw Error(ErrorKind::kBadInput, "the model has no class '" + claim.name + "'", place(file, claim.line),
                  "one of " + list_of(classes_));
    std::vector<Labelled>& known = contigs_[static_cast<size_t>(contig)];
    const bool overlaps = !known.empty() && known.back().window.end > window.begin;
    if (overlaps && known.back().label != label)
      throw Error(ErrorKind::kBadInput,
                  claim_text(genome, claim) + " is '" + claim.name + "' and overlaps " + claim_text(genome, *last) +
                      ", which is '" + last->name + "' (line " + std::to_string(last->line) + ")",
                  place(file, claim.line), "cut one of them");
    if (!overlaps || window.end > known.back().window.end) last = &claim;
    if (!overlaps) known.push_back({window, label});
    known.back().window.end = std::max(known.back().window.end, window.end);
  }
}

template <class Visit>
void IntervalLabels::for_each_stretch(const GenomeInterval& at, Visit visit) const {
  const std::vector<Labelled>& all = contigs_[static_cast<size_t>(at.contig)];
  auto next = std::partition_point(all.begin(), all.end(),
                                   [&](const Labelled& one) { return one.window.end <= at.window.begin; });
  for (; next != all.end() && next->window.begin < at.window.end; ++next)
    visit(Window{std::max(next->window.begin, at.window.begin), std::min(next->window.end, at.window.end)},
          next->label);
}

void IntervalLabels::read(const GenomeInterval& at, std::span<int32_t> labels) const {
  require(static_cast<int64_t>(labels.size()) == at.window.length(), "IntervalLabels", "one place per base");
  std::fill(labels.begin(), labels.end(), background_);
  for_each_stretch(at, [&](const Window& window, int32_t label) {
    std::fill_n(labels.begin() + (window.begin - at.window.begin), window.length(), label);
  });
}

std::vector<int64_t> IntervalLabels::bases(const std::vector<GenomeInterval>& parts) const {
  std::vector<int64_t> bases(classes_.size());
  for (const GenomeInterval& part : parts) {
    int64_t rest = part.window.length();
    for_each_stretch(part, [&](const Window& window, int32_t label) {
      bases[static_cast<size_t>(label)] += window.length();
      rest -= window.length();
    });
    if (background_ >= 0) bases[static_cast<size_t>(background_)] += rest;
  }
  return bases;
}

std::string IntervalLabels::digest() const {
  Sha256 digest;
  for (const std::string& name : classes_) digest.update(name + "\n");
  digest.update(std::to_string(background_) + "\n");
  for (size_t contig = 0; contig < contigs_.size(); ++contig)
    for (const auto& [window, label] : contigs_[contig])
      digest.update(std::to_string(contig) + "\t" + std::to_string(window.begin) + "\t" + std::to_string(window.end) +
                    "\t" + std::to_string(label) + "\n");
  return digest.hex();
}

}  // namespace undula

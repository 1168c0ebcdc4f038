#include "genomics/windows/genome_windows.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/region.h"

namespace undula {
namespace {

constexpr uint64_t kWindowStream = 0x77696e646f77;  // sets these random numbers apart from others of the same seed
constexpr int kTries = 8;

// Indices of the random numbers of one window.
enum : uint64_t { kPosition, kStrand, kRetry };

}  // namespace

GenomeWindows::GenomeWindows(std::shared_ptr<const Genomes> genomes, Split split, GenomeWindowOptions options)
    : genomes_(std::move(genomes)), options_(std::move(options)), split_(split) {
  require(!options_.lengths.empty() && *std::min_element(options_.lengths.begin(), options_.lengths.end()) > 0,
          "GenomeWindows", "window lengths must be positive");
  const std::vector<int64_t> bases = genomes_->bases(split);
  for (const int64_t length : options_.lengths) {
    const int64_t source = options_.errors.source_length(length);
    for (size_t label = 0; label < bases.size(); ++label) {
      if (bases[label] == 0) continue;
      Starts& starts = starts_.emplace_back();
      starts.length = length;
      int64_t end = 0;
      for (const GenomeRegion& region : genomes_->regions) {
        if (region.split != split || region.label != static_cast<int32_t>(label) || region.window.length() == 0)
          continue;
        starts.regions.push_back(&region);
        starts.ends.push_back(end += std::max<int64_t>(region.window.length() - source + 1, 1));
      }
    }
  }
  require(!starts_.empty(), "GenomeWindows", "the split has no regions");
  const auto turn = static_cast<int64_t>(starts_.size());
  const int64_t total = std::accumulate(bases.begin(), bases.end(), int64_t{0});
  const int64_t lengths = std::accumulate(options_.lengths.begin(), options_.lengths.end(), int64_t{0});
  const int64_t once = total * static_cast<int64_t>(options_.lengths.size()) / lengths;
  count_ = std::max<int64_t>(((options_.count > 0 ? options_.count : once) + turn - 1) / turn, 1) * turn;
}

int64_t GenomeWindows::max_length() const {
  return *std::max_element(options_.lengths.begin(), options_.lengths.end());
}

int64_t GenomeWindows::length(int64_t pass, int64_t i) const {
  return std::min(starts_of(i).length, place(key_of(pass, i), i).region->window.length());
}

void GenomeWindows::get(int64_t pass, int64_t i, Sample& out) const {
  const GenomeRead from = read(pass, i, out.tokens);
  const std::string& contig = genomes_->records[static_cast<size_t>(from.region->record)].id;
  out.id = region_text(contig, from.window) + (from.reverse ? "/rc" : "");
  out.label = from.region->label;
  out.weight = from.region->weight;
  out.group = from.region->group;
  out.split = split_;
}

GenomeRead GenomeWindows::read(int64_t pass, int64_t i, std::vector<uint8_t>& tokens) const {
  const RandomKey key = key_of(pass, i);
  Place at = place(key, i);
  const int64_t wanted = starts_of(i).length;
  std::span<const uint8_t> source = source_of(at, wanted);
  for (int retry = 0; retry < kTries && 2 * count_valid(source) < static_cast<int64_t>(source.size()); ++retry) {
    at.offset = key.below(kRetry + static_cast<uint64_t>(retry), at.starts);
    source = source_of(at, wanted);
  }
  GenomeRead from;
  from.region = at.region;
  from.reverse = (key.bits(kStrand) & 1) != 0;
  std::vector<uint8_t> strand(source.begin(), source.end());
  if (from.reverse) reverse_complement(std::span(strand));
  const int64_t length = std::min(wanted, static_cast<int64_t>(source.size()));
  const ReadOutcome outcome = read_with_errors(strand, length, options_.errors, key.fold(1), tokens);
  from.errors = outcome.errors;
  const int64_t begin = at.region->window.begin + at.offset;
  const int64_t end = begin + static_cast<int64_t>(source.size());
  from.window = from.reverse ? Window{end - outcome.used, end} : Window{begin, begin + outcome.used};
  if (options_.draw == GenomeWindowOptions::Draw::kEven && pass == 1) {
    reverse_complement(std::span(tokens));
    from.reverse = !from.reverse;
  }
  return from;
}

const GenomeWindows::Starts& GenomeWindows::starts_of(int64_t i) const {
  return starts_[static_cast<size_t>(i % static_cast<int64_t>(starts_.size()))];
}

RandomKey GenomeWindows::key_of(int64_t pass, int64_t i) const {
  const bool even = options_.draw == GenomeWindowOptions::Draw::kEven;
  const RandomKey stream = RandomKey(options_.seed).fold(kWindowStream).fold(static_cast<uint64_t>(split_));
  return stream.fold(even ? 0 : static_cast<uint64_t>(pass)).fold(static_cast<uint64_t>(i));
}

GenomeWindows::Place GenomeWindows::place(const RandomKey& key, int64_t i) const {
  const Starts& starts = starts_of(i);
  const int64_t all = starts.ends.back();
  int64_t position = key.below(kPosition, all);
  if (options_.draw == GenomeWindowOptions::Draw::kEven) {
    const auto turn = static_cast<int64_t>(starts_.size());
    const double step = static_cast<double>(all) / static_cast<double>(count_ / turn);
    position = std::min(static_cast<int64_t>((static_cast<double>(i / turn) + 0.5) * step), all - 1);
  }
  const auto found = std::upper_bound(starts.ends.begin(), starts.ends.end(), position) - starts.ends.begin();
  const int64_t first = found == 0 ? 0 : starts.ends[static_cast<size_t>(found - 1)];
  return {starts.regions[static_cast<size_t>(found)], position - first,
          starts.ends[static_cast<size_t>(found)] - first};
}

std::span<const uint8_t> GenomeWindows::source_of(const Place& at, int64_t length) const {
  const std::vector<uint8_t>& tokens = genomes_->records[static_cast<size_t>(at.region->record)].tokens;
  const int64_t begin = at.region->window.begin + at.offset;
  const int64_t end = std::min(begin + options_.errors.source_length(length), at.region->window.end);
  return std::span(tokens).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
}

}  // namespace undula

#include "audio/baseline/code_trigram.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr size_t kPairs = kCodes * kCodes;
constexpr uint8_t kLarge = 0;  // stands for a count that is found in trigram.large

size_t pair_of(uint8_t a, uint8_t b) {
  return (static_cast<size_t>(a) << 8) | b;
}

[[noreturn]] void reject() {
  throw Error(ErrorKind::kBadInput, "the trigram of the model file is malformed");
}

double weight_field(const TensorFile& file, const char* key) {
  const auto found = file.metadata.find(key);
  double value = 0;
  if (found == file.metadata.end()) reject();
  const char* end = found->second.data() + found->second.size();
  const auto result = std::from_chars(found->second.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end || !(value > 0) || !std::isfinite(value)) reject();
  return value;
}

/// An array of one axis.
template <class T>
std::vector<T> list(const TensorFile& file, const char* name) {
  const Tensor* tensor = file.find(name);
  if (tensor == nullptr || tensor->shape.size() != 1) reject();
  return file.values<T>(name, tensor->shape);
}

}  // namespace

CodeTrigram::CodeTrigram(const CodeCounts& counts, const TrigramSettings& settings) : settings_(settings) {
  first_.reserve(kPairs + 1);
  for (size_t pair = 0; pair < kPairs; ++pair) {
    first_.push_back(static_cast<uint32_t>(codes_.size()));
    for (size_t c = 0; c < kCodes; ++c) {
      const uint32_t count = counts.counts()[pair * kCodes + c];
      if (count == 0) continue;
      codes_.push_back(static_cast<uint8_t>(c));
      counts_.push_back(count);
    }
  }
  first_.push_back(static_cast<uint32_t>(codes_.size()));
  add_up();
}

void CodeTrigram::add_up() {
  pair_totals_.assign(kPairs, 0);
  pairs_.assign(kPairs, 0);
  totals_.assign(kCodes, 0);
  singles_.assign(kCodes, 0);
  for (size_t pair = 0; pair < kPairs; ++pair) {
    const size_t b = pair % kCodes;
    for (uint32_t i = first_[pair]; i < first_[pair + 1]; ++i) {
      pair_totals_[pair] += counts_[i];
      pairs_[b * kCodes + codes_[i]] += counts_[i];
      singles_[codes_[i]] += counts_[i];
    }
    totals_[b] += pair_totals_[pair];
    total_ += pair_totals_[pair];
  }
}

CodeTrigram::Seen CodeTrigram::seen(uint8_t a, uint8_t b, uint8_t c) const {
  const auto real = [](uint64_t count) { return static_cast<double>(count); };
  const size_t pair = pair_of(a, b);
  const auto begin = codes_.begin() + first_[pair], end = codes_.begin() + first_[pair + 1];
  const auto found = std::lower_bound(begin, end, c);
  const bool there = found != end && *found == c;
  return {(real(singles_[c]) + 1) / (real(total_) + kCodes), real(pairs_[pair_of(b, c)]), real(totals_[b]),
          there ? real(counts_[static_cast<size_t>(found - codes_.begin())]) : 0.0, real(pair_totals_[pair])};
}

CodeTrigram::Chances CodeTrigram::chances(const Seen& seen, const TrigramSettings& settings) {
  const double p2 = (seen.bigram + settings.bigram * seen.unigram) / (seen.first + settings.bigram);
  const double p3 = (seen.trigram + settings.trigram * p2) / (seen.second + settings.trigram);
  return {seen.unigram, p2, p3};
}

CodeTrigram::Chances CodeTrigram::bits(std::span<const uint8_t> tokens, uint8_t silence) const {
  Chances bits{};
  for_each_code(tokens, silence, [&](size_t, uint8_t a, uint8_t b, uint8_t c) {
    const Chances p = chances(seen(a, b, c), settings_);
    for (size_t order = 0; order < kOrders; ++order) bits[order] -= std::log2(p[order]);
  });
  return bits;
}

void CodeTrigram::store(TensorFile& file) const {
  std::vector<int32_t> pairs;
  std::vector<uint8_t> lengths;  // less 1
  for (size_t pair = 0; pair < kPairs; ++pair) {
    if (first_[pair + 1] == first_[pair]) continue;
    pairs.push_back(static_cast<int32_t>(pair));
    lengths.push_back(static_cast<uint8_t>(first_[pair + 1] - first_[pair] - 1));
  }
  std::vector<uint8_t> small;
  std::vector<int64_t> large;
  for (const uint32_t count : counts_) {
    small.push_back(count < kCodes ? static_cast<uint8_t>(count) : kLarge);
    if (count >= kCodes) large.push_back(count);
  }
  const auto n = static_cast<int64_t>(codes_.size());
  file.add<int32_t>("trigram.pairs", {static_cast<int64_t>(pairs.size())}, pairs);
  file.add<uint8_t>("trigram.lengths", {static_cast<int64_t>(pairs.size())}, lengths);
  file.add<uint8_t>("trigram.codes", {n}, codes_);
  file.add<uint8_t>("trigram.counts", {n}, small);
  file.add<int64_t>("trigram.large", {static_cast<int64_t>(large.size())}, large);
  const auto text = [](double value) {
    std::array<char, 32> digits{};
    return std::string(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
  };
  file.metadata["trigram.bigram_weight"] = text(settings_.bigram);
  file.metadata["trigram.trigram_weight"] = text(settings_.trigram);
}

std::optional<CodeTrigram> CodeTrigram::load(const TensorFile& file) {
  if (file.find("trigram.pairs") == nullptr) return std::nullopt;
  CodeTrigram trigram;
  trigram.settings_ = {weight_field(file, "trigram.bigram_weight"), weight_field(file, "trigram.trigram_weight")};
  const auto pairs = list<int32_t>(file, "trigram.pairs");
  const auto lengths = list<uint8_t>(file, "trigram.lengths");
  trigram.codes_ = list<uint8_t>(file, "trigram.codes");
  const auto small = list<uint8_t>(file, "trigram.counts");
  const auto large = list<int64_t>(file, "trigram.large");
  if (small.size() != trigram.codes_.size() || lengths.size() != pairs.size()) reject();
  size_t next_large = 0;
  for (const uint8_t count : small) {
    if (count == kLarge && next_large == large.size()) reject();
    const int64_t value = count == kLarge ? large[next_large++] : count;
    if (value < 1 || value > UINT32_MAX) reject();
    trigram.counts_.push_back(static_cast<uint32_t>(value));
  }
  size_t begin = 0;
  for (size_t i = 0; i < pairs.size(); ++i) {
    const size_t length = lengths[i] + size_t{1};
    if (pairs[i] < 0 || static_cast<size_t>(pairs[i]) < trigram.first_.size()) reject();
    if (static_cast<size_t>(pairs[i]) >= kPairs || length > trigram.codes_.size() - begin) reject();
    const auto first = trigram.codes_.begin() + static_cast<int64_t>(begin);
    const auto last = first + static_cast<int64_t>(length);
    if (std::adjacent_find(first, last, std::greater_equal<>()) != last) reject();
    trigram.first_.resize(static_cast<size_t>(pairs[i]) + 1, static_cast<uint32_t>(begin));
    begin += length;
  }
  trigram.first_.resize(kPairs + 1, static_cast<uint32_t>(begin));
  if (begin != trigram.codes_.size() || next_large != large.size()) reject();
  trigram.add_up();
  return trigram;
}

}  // namespace undula

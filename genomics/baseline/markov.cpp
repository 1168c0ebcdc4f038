#include "genomics/baseline/markov.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "genomics/baseline/probability_code.h"

namespace undula {
namespace {

/// Where the words of an order begin in the array of all: 4 + 16 + ... + 4^order.
constexpr size_t begin_of(int order) {
  return ((size_t{4} << (2 * order)) - 4) / 3;
}

std::string text_of(double value) {
  std::array<char, 32> text;
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

template <class T>
T field(const TensorFile& file, const std::string& key) {
  const auto found = file.metadata.find(key);
  T value{};
  const std::string text = found == file.metadata.end() ? "" : found->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size())
    throw Error(ErrorKind::kBadInput, "the field '" + key + "' of the model is missing or malformed");
  return value;
}

}  // namespace

MarkovModel::MarkovModel(const MarkovCounts& counts, const MarkovSettings& settings) : settings_(settings) {
  require(0 <= settings.order && settings.order <= counts.max_order(), "MarkovModel", "the order was not counted");
  bits_.resize(begin_of(settings.order + 1));
  std::vector<float> shorter = {0.25F, 0.25F, 0.25F, 0.25F}, now;
  for (int order = 0; order <= settings.order; ++order) {
    const auto seen = counts.of_order(order);
    const double weight = settings.weight(order);
    now.resize(seen.size());
    for (size_t context = 0; context < seen.size(); context += 4) {
      const double total =
          static_cast<double>(seen[context]) + seen[context + 1] + seen[context + 2] + seen[context + 3];
      for (size_t word = context; word < context + 4; ++word) {
        const double below = shorter[word & (shorter.size() - 1)];
        now[word] = static_cast<float>((seen[word] + weight * below) / (total + weight));
        bits_[begin_of(order) + word] = probability_code(now[word]);
      }
    }
    shorter.swap(now);
  }
}

void MarkovModel::log2_probabilities(std::span<const uint8_t> tokens, std::span<float> out) const {
  require(tokens.size() == out.size(), "MarkovModel", "one place per token");
  const std::array<float, 256>& probabilities = coded_probabilities();
  std::fill(out.begin(), out.end(), 0.0F);
  for_each_base(tokens, settings_.order, [&](size_t i, uint64_t context, int order, uint8_t base) {
    const uint8_t* codes = bits_.data() + begin_of(order) + context * 4;
    const float sum =
        probabilities[codes[0]] + probabilities[codes[1]] + probabilities[codes[2]] + probabilities[codes[3]];
    out[i] = std::log2(probabilities[codes[base]] / sum);
  });
}

void MarkovModel::store(TensorFile& file) const {
  require(settings_.order <= kLongestStoredContext, "MarkovModel", "the order is too high to be stored");
  file.metadata["markov.order"] = std::to_string(settings_.order);
  file.metadata["markov.backoff"] = text_of(settings_.backoff);
  file.metadata["markov.decay"] = text_of(settings_.decay);
  file.metadata["markov.both_strands"] = settings_.both_strands ? "1" : "0";
  file.add<uint8_t>("markov.bits", {static_cast<int64_t>(bits_.size())}, bits_);
}

std::optional<MarkovModel> MarkovModel::load(const TensorFile& file) {
  if (file.find("markov.bits") == nullptr) return std::nullopt;
  MarkovModel model;
  model.settings_ = {field<int>(file, "markov.order"), field<double>(file, "markov.backoff"),
                     field<double>(file, "markov.decay"), field<int>(file, "markov.both_strands") != 0};
  const int order = model.settings_.order;
  if (order < 0 || order > kLongestStoredContext)
    throw Error(ErrorKind::kBadInput, "the model's Markov order is " + std::to_string(order) + ", not from 0 to 10");
  model.bits_ = file.values<uint8_t>("markov.bits", {static_cast<int64_t>(begin_of(order + 1))});
  return model;
}

}  // namespace undula

#include "genomics/tasks/evaluate_language.h"

#include <algorithm>
#include <numbers>

#include "core/base/error.h"
#include "core/base/random.h"
#include "genomics/tasks/train/markov_fit.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

constexpr size_t kTogether = 16;
constexpr double kMaskedShare = 0.15;
constexpr uint64_t kMaskStream = 0x6576616c;

std::optional<MarkovModel> find_baseline(const LanguageModel& model, const LanguageData& data) {
  std::optional<MarkovModel> markov = MarkovModel::load(model.file().content);
  if (markov || data.bases(Split::kTrain) == 0 || data.bases(Split::kValid) == 0) return markov;
  return fit_markov(data).model;
}

/// Which bases of a sequence count: all that stand for one base or, for a masked model, 15 % of those.
std::vector<bool> asked_bases(const std::vector<uint8_t>& tokens, bool causal, const RandomKey& key) {
  std::vector<bool> asked(tokens.size());
  for (size_t t = 0; t < tokens.size(); ++t)
    asked[t] = tokens[t] < kPredictedTokens && (causal || key.uniform(t) < kMaskedShare);
  return asked;
}

/// The log-probabilities of every position of a block, from windows of a masked model with what is asked masked.
LogProbabilities masked_probabilities(LanguageModel& model, const std::vector<uint8_t>& tokens,
                                      const std::vector<bool>& asked) {
  std::vector<std::vector<uint8_t>> windows;
  const auto window = static_cast<size_t>(model.card().window);
  for (size_t begin = 0; begin < tokens.size(); begin += window) {
    const size_t end = std::min(begin + window, tokens.size());
    windows.emplace_back();
    for (size_t t = begin; t < end; ++t) windows.back().push_back(asked[t] ? kMaskToken : tokens[t]);
  }
  LogProbabilities all;
  for (const LogProbabilities& part : model.log_probabilities(windows)) all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// Scores blocks of one genome.
class BlockScorer {
 public:
  BlockScorer(LanguageModel& model, const MarkovModel* markov, uint64_t seed, std::vector<BitsBlock>& blocks)
      : model_(model), markov_(markov), key_(RandomKey(seed).fold(kMaskStream)), blocks_(blocks) {}

  void add(const IndexedFasta& genome, const GenomeInterval& interval) {
    for (int64_t begin = interval.window.begin; begin < interval.window.end; begin += kEvaluatedBlock) {
      const int64_t end = std::min(begin + kEvaluatedBlock, interval.window.end);
      waiting_.push_back(tokenize(genome.fetch(interval.contig, begin, end)));
      if (waiting_.size() == kTogether) flush();
    }
  }

  void flush() {
    std::vector<LogProbabilities> tables;
    if (model_.causal()) tables = model_.log_probabilities(waiting_);
    for (size_t i = 0; i < waiting_.size(); ++i) {
      const std::vector<uint8_t>& tokens = waiting_[i];
      const std::vector<bool> asked = asked_bases(tokens, model_.causal(), key_.fold(blocks_.size()));
      score(tokens, asked, model_.causal() ? tables[i] : masked_probabilities(model_, tokens, asked));
    }
    waiting_.clear();
  }

 private:
  void score(const std::vector<uint8_t>& tokens, const std::vector<bool>& asked, const LogProbabilities& table) {
    BitsBlock& block = blocks_.emplace_back();
    log2p_.resize(tokens.size());
    if (markov_ != nullptr) markov_->log2_probabilities(tokens, log2p_);
    for (size_t t = 0; t < tokens.size(); ++t) {
      if (!asked[t]) continue;
      ++block.count;
      block.model -= log_probability_of(table, static_cast<int64_t>(t), tokens[t]) / std::numbers::ln2;
      if (markov_ != nullptr) block.baseline -= log2p_[t];
    }
  }

  LanguageModel& model_;
  const MarkovModel* markov_;
  RandomKey key_;
  std::vector<BitsBlock>& blocks_;
  std::vector<std::vector<uint8_t>> waiting_;
  std::vector<float> log2p_;
};

}  // namespace

LanguageEvaluation evaluate_language_model(LanguageModel& model, const LanguageEvaluateOptions& options) {
  const LanguageData data =
      load_language_data(options.genomes, held_out_as_in_training(model.card(), options.regions, options.split));
  const std::optional<MarkovModel> markov = find_baseline(model, data);
  std::vector<BitsBlock> blocks;
  BlockScorer scorer(model, markov ? &*markov : nullptr, options.seed, blocks);
  for (size_t g = 0; g < data.genomes.size(); ++g)
    for (const GenomeInterval& interval : judged_parts(data.splits[g], options.split))
      scorer.add(*data.genomes[g], interval);
  scorer.flush();

  LanguageEvaluation found;
  found.split = options.split;
  found.blocks = static_cast<int64_t>(blocks.size());
  for (const BitsBlock& block : blocks) found.bases += block.count;
  if (found.bases == 0)
    throw Error(ErrorKind::kUsage, "the genomes have no base to judge in this split", "--split " + options.split,
                "--split all");
  const PairedBits bits = estimate_bits(blocks, options.resamples, options.seed);
  found.model = bits.model;
  if (!markov) return found;
  found.markov = markov->settings();
  found.baseline = bits.baseline;
  found.difference = bits.difference;
  return found;
}

}  // namespace undula

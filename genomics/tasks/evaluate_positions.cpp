#include "genomics/tasks/evaluate_positions.h"

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/train/block_metrics.h"
#include "genomics/tasks/score/position_scan.h"
#include "genomics/tasks/train/position_data.h"
#include "genomics/windows/genome_pieces.h"

namespace undula {
namespace {

constexpr int64_t kFewBlocks = 8;

/// Counts the probabilities of the positions of one part of a genome after the other, in blocks.
class PartTally {
 public:
  PartTally(int n_classes, const IntervalLabels& labels) : metrics(n_classes), labels_(labels) {}

  void begin_part(const GenomeInterval& part) {
    part_ = part;
    block_end_ = part.window.begin;
  }
  /// Positions come from left to right.
  void add(int64_t begin, std::span<const float> probabilities, std::span<const uint8_t> tokens) {
    classes_.resize(tokens.size());
    labels_.read({part_.contig, {begin, begin + static_cast<int64_t>(tokens.size())}}, classes_);
    const size_t n = probabilities.size() / tokens.size();
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (begin + static_cast<int64_t>(i) == block_end_) {
        metrics.begin_block();
        block_end_ = std::min(block_end_ + kEvaluatedBlock, part_.window.end);
      }
      if (tokens[i] < 4 && classes_[i] >= 0) metrics.add(classes_[i], probabilities.subspan(i * n, n));
    }
  }

  BlockMetrics metrics;

 private:
  const IntervalLabels& labels_;
  GenomeInterval part_;
  int64_t block_end_ = 0;  // where the next block begins
  std::vector<int32_t> classes_;
};

/// Tells `tally` what the baseline says of a part, with what surrounds it.
void tally_baseline(const KmerClasses& baseline, size_t classes, const IndexedFasta& genome, const GenomeInterval& part,
                    PartTally& tally) {
  const int64_t flank = baseline.k() / 2, length = genome.contig_length(part.contig);
  std::vector<float> probabilities;
  tally.begin_part(part);
  for_each_piece(genome, {part}, kEvaluatedBlock, 1, [&](const GenomeInterval& at, const std::vector<uint8_t>& own) {
    const Window wide = {std::max<int64_t>(at.window.begin - flank, 0), std::min(at.window.end + flank, length)};
    const std::vector<uint8_t> tokens = tokenize(genome.fetch(at.contig, wide.begin, wide.end));
    probabilities.resize(tokens.size() * classes);
    baseline.probabilities(tokens, probabilities);
    const auto from = static_cast<size_t>(at.window.begin - wide.begin) * classes;
    tally.add(at.window.begin, std::span<const float>(probabilities).subspan(from, own.size() * classes), own);
  });
}

MetricsOf metrics_of(const BlockMetrics& blocks) {
  return [&blocks](std::span<const int32_t> weights) { return blocks.evaluate(weights); };
}

}  // namespace

PositionEvaluation evaluate_positions(PositionModel& model, const PositionEvaluateOptions& options) {
  const PositionCard& card = model.card();
  const PositionData data =
      load_position_data(options.genomes, options.bed, card.background,
                         held_out_as_in_training(card, options.regions, options.split), card.classes);
  const IndexedFasta& genome = *data.genome.genomes.front();
  const auto classes = static_cast<int>(model.classes());
  PartTally own(classes, *data.labels), other(classes, *data.labels);
  for (const GenomeInterval& part : judged_parts(data.genome.splits.front(), options.split)) {
    own.begin_part(part);
    scan_positions(model, genome, part,
                   [&](int64_t begin, std::span<const float> probabilities, std::span<const uint8_t> tokens) {
                     own.add(begin, probabilities, tokens);
                   });
    if (model.baseline()) tally_baseline(*model.baseline(), static_cast<size_t>(classes), genome, part, other);
  }
  PositionEvaluation found;
  found.split = options.split;
  found.bases = own.metrics.items();
  found.blocks = own.metrics.blocks();
  if (found.bases == 0)
    throw Error(ErrorKind::kUsage, "the genome has no base with a class in this split", "--split " + options.split,
                "--split all");
  found.confusion = own.metrics.confusion();
  found.areas = own.metrics.class_areas();
  if (model.baseline()) found.baseline_areas = other.metrics.class_areas();
  found.judgement =
      bootstrap(found.blocks, metrics_of(own.metrics), model.baseline() ? metrics_of(other.metrics) : MetricsOf(),
                options.bootstrap, model.context().pool());
  if (found.blocks < kFewBlocks)
    found.judgement.note = "only " + std::to_string(found.blocks) + " of them: the intervals say little";
  return found;
}

}  // namespace undula

#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "genomics/io/sequence_reader.h"
#include "genomics/tasks/model/base_scorer.h"

namespace undula {

/// What a language model says of one record.
struct SequenceScore {
  std::string id;
  int64_t length = 0;
  int64_t scored = 0;         ///< bases that are not ambiguous
  double log_likelihood = 0;  ///< their sum (BaseScorer), in nats; of both strands: the mean

  /// Mean information per base; NaN where none was scored.
  double bits_per_base() const;
};

/// Scores FASTA and FASTQ, a row per record, in input order. Memory does not depend on how long records are, unless
/// both strands are asked for: then a record is held whole. Errors: those of SequenceReader. Every row before the bad
/// record has been emitted when an error is thrown.
class ScoreTask {
 public:
  ScoreTask(LanguageModel& model, bool both_strands, std::function<void(const SequenceScore&)> emit)
      : scorer_(model), both_strands_(both_strands), emit_(std::move(emit)) {}

  /// "-" is standard input.
  void run(const std::string& path);

 private:
  void score_records(SequenceReader& reader);
  /// A record whose start is `tokens`, and whose rest the reader still holds.
  void score_long(SequenceReader& reader, SequenceScore score, std::vector<uint8_t> tokens);
  void add(SequenceScore& score, const NextTokens& source, double weight);
  /// Scores the short records that wait, side by side.
  void flush();

  BaseScorer scorer_;
  bool both_strands_;
  std::function<void(const SequenceScore&)> emit_;
  std::vector<SequenceScore> waiting_;
  std::vector<std::vector<uint8_t>> tokens_;  // of the records that wait, one sequence for each strand
  int64_t waiting_bases_ = 0;
};

}  // namespace undula

#pragma once
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/io/safetensors.h"
#include "core/model/model_stream.h"
#include "core/model/token_sampler.h"

namespace undula {

/// Throws kUsage where a model does not predict next tokens.
void check_predicts_next(const SequenceModel& model);

/// Sequences that a causal model goes on with, token by token. Prompts are read in pieces, then the model steps with
/// carried states: memory and time for a token do not depend on how many came before. The random number of a token is
/// keyed by (seed, number of its sequence, place among the new tokens), and rows of a model do not see each other: a
/// sequence is the same whatever the batch and the threads, and whether it was put aside in between or not.
class Continuation {
 public:
  /// Row i is sequence number first + i. The model's input and output tokens are the same numbers. Throws kUsage where
  /// the model does not predict next tokens.
  Continuation(Context& ctx, SequenceModel& model, int64_t rows, const Sampling& sampling, int64_t first);
  /// Records sizes while the context plans.
  static void plan(Context& ctx, SequenceModel& model, int64_t rows);

  int64_t rows() const { return static_cast<int64_t>(tokens_.size()); }
  /// New tokens so far, of each row.
  int64_t drawn() const { return drawn_; }

  /// What comes before the first new tokens, one prompt a row, none empty; more of it where this is called again.
  void read(std::span<const std::vector<uint8_t>> prompts);
  /// Draws the next token of every row; valid until the next call.
  std::span<const uint8_t> next();

  /// Adds to `file` what is needed to go on: the states (state.*), the logits of the next tokens and what was drawn.
  void save(TensorFile& file);
  /// Goes on from there, in place of read(). Throws kBadInput where the file is not of this model, of another number of
  /// rows or malformed.
  void load(const TensorFile& file);

 private:
  /// Gives the model the tokens that were drawn last.
  void take_drawn();

  Context& ctx_;
  SequenceModel& model_;
  TokenSampler sampler_;
  ModelStream stream_;
  std::vector<RandomKey> keys_;  // of the rows
  std::vector<float> last_;      // (rows, n_outputs) logits of the next tokens
  std::vector<uint8_t> tokens_;  // (rows) that were drawn last
  bool waiting_ = false;         // the model has not seen them
  int64_t drawn_ = 0;
};

}  // namespace undula

#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/model/generator.h"
#include "genomics/tasks/model/kmer_profile.h"
#include "genomics/tasks/model/language_card.h"

namespace undula {

/// What generated sequences go on from.
struct Prompt {
  std::string name;   ///< of its record; empty for none
  std::string bases;  ///< as they were written; may be empty
};

/// The records of a FASTA or FASTQ file ("-": standard input), or else the sequence that `text` is. Throws kMissing
/// where it is neither, and the errors of SequenceReader.
std::vector<Prompt> read_prompts(const std::string& text);

struct GenerateOptions {
  int64_t length = 0;        ///< new bases of each sequence
  int64_t count = 1;         ///< sequences for each prompt
  bool with_prompt = false;  ///< sequences begin with their prompt
  Sampling sampling;
};

struct GeneratedSequence {
  std::string id;        ///< PROMPT_1, PROMPT_2, ...; generated_1, ... where the prompt has no name
  std::string sequence;  ///< the new bases, behind the prompt where it was asked for
  int64_t prompt = 0;    ///< bases of the prompt
};

/// Makes up DNA with a causal language model from a model file. A sequence depends on model, prompt, seed and its
/// number alone.
class GenerateTask {
 public:
  /// Reads the model and plans memory. Errors: those of read_model and LanguageCard, and kBadInput for a model that
  /// fills in masked bases.
  GenerateTask(const std::string& path, const Compute& compute);

  /// Hands on each sequence in order; `step` is told of new bases as they are drawn.
  void run(const std::vector<Prompt>& prompts, const GenerateOptions& options,
           const std::function<void(const GeneratedSequence&)>& consume, const std::function<void(int64_t)>& step);

  /// Of all new bases so far.
  const KmerProfile& generated() const { return generated_; }
  /// Of the model's training data; nothing where its file does not hold it.
  const std::optional<KmerProfile>& trained_on() const { return trained_on_; }

 private:
  ModelFile file_;
  LanguageCard card_;
  Context ctx_;
  KmerProfile generated_;
  std::optional<KmerProfile> trained_on_;
};

}  // namespace undula

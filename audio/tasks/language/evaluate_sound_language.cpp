#include "audio/tasks/language/evaluate_sound_language.h"

#include <numeric>

#include "core/base/error.h"

namespace undula {

SoundLanguageEvaluation evaluate_sound_language(SoundLanguageModel& model, const SoundLanguageData& data, Split split,
                                                int resamples, uint64_t seed) {
  SoundLanguageEvaluation found;
  found.split = to_string(split);
  const std::optional<CodeTrigram> trigram = CodeTrigram::load(model.file().content);
  found.baseline = trigram.has_value();
  std::vector<BitsBlock> blocks;
  std::vector<double> bits;
  SoundBits scorer(model);
  for (const CodedSound* sound : data.of(split)) {
    bits.clear();
    scorer.restart();
    scorer.next(sound->tokens, bits);
    BitsBlock& block = blocks.emplace_back();
    block.count = static_cast<int64_t>(bits.size());
    block.model = std::accumulate(bits.begin(), bits.end(), 0.0);
    if (trigram) block.baseline = trigram->bits(sound->tokens, data.codes.before_first()).back();
    found.samples += block.count;
  }
  if (blocks.empty())
    throw Error(ErrorKind::kUsage, "no recording is in this split", "--split " + found.split, "--split all");
  found.recordings = static_cast<int64_t>(blocks.size());
  found.bits = estimate_bits(blocks, resamples, seed);
  return found;
}

}  // namespace undula

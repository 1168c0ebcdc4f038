#include "genomics/tasks/generate_task.h"

#include <algorithm>
#include <filesystem>

#include "core/base/error.h"
#include "genomics/io/sequence_reader.h"
#include "genomics/tokenize/language_tokens.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

constexpr int64_t kRows = 16;

/// What the model reads before the first new base.
std::vector<uint8_t> read_before(const Prompt& prompt) {
  std::vector<uint8_t> tokens = {kBeginToken};
  const std::vector<uint8_t> bases = tokenize(prompt.bases);
  tokens.insert(tokens.end(), bases.begin(), bases.end());
  return tokens;
}

}  // namespace

std::vector<Prompt> read_prompts(const std::string& text) {
  if (text.empty()) return {Prompt()};
  if (text != "-" && !std::filesystem::exists(text)) {
    if (find_non_nucleotide(text) == std::string::npos) return {{"", text}};
    throw Error(ErrorKind::kMissing, "the prompt is neither a file nor a sequence: '" + text + "'", "--prompt");
  }
  SequenceReader reader(text);
  std::vector<Prompt> prompts;
  for (SequenceRecord record; reader.read(record);) prompts.push_back({record.id, record.sequence});
  if (prompts.empty()) throw Error(ErrorKind::kBadInput, "no record to go on from", reader.name());
  return prompts;
}

GenerateTask::GenerateTask(const std::string& path, const Compute& compute)
    : file_(read_model(path)), card_(LanguageCard::load(file_)), ctx_(compute), trained_on_(KmerProfile::load(file_)) {
  if (file_.model->config().head != HeadKind::kNextToken)
    throw Error(ErrorKind::kBadInput, "the model fills in masked bases: it does not say what comes next", path,
                "a model made by 'undula train --task lm'");
  Generator::plan(ctx_, *file_.model, kRows);
  ctx_.arena().reserve();
}

void GenerateTask::run(const std::vector<Prompt>& prompts, const GenerateOptions& options,
                       const std::function<void(const GeneratedSequence&)>& consume,
                       const std::function<void(int64_t)>& step) {
  Generator generator(ctx_, *file_.model, kRows);
  const int64_t total = options.count * static_cast<int64_t>(prompts.size());
  int64_t drawn = 0;
  for (int64_t first = 0; first < total; first += kRows) {
    const int64_t rows = std::min(kRows, total - first);
    std::vector<std::vector<uint8_t>> before;
    for (int64_t i = first; i < first + rows; ++i)
      before.push_back(read_before(prompts[static_cast<size_t>(i / options.count)]));
    const auto sequences =
        generator.generate(before, options.length, options.sampling, first, [&] { step(drawn += rows); });
    for (int64_t i = first; i < first + rows; ++i) {
      const std::vector<uint8_t>& tokens = sequences[static_cast<size_t>(i - first)];
      const Prompt& prompt = prompts[static_cast<size_t>(i / options.count)];
      generated_.add(tokens);
      const std::string name = prompt.name.empty() ? "generated" : prompt.name;
      consume({name + "_" + std::to_string(i % options.count + 1),
               (options.with_prompt ? prompt.bases : "") + detokenize(tokens),
               static_cast<int64_t>(prompt.bases.size())});
    }
  }
}

}  // namespace undula

#include "cli/output/sound_language_text.h"

#include "cli/output/language_text.h"
#include "cli/output/plan_parts.h"
#include "cli/term/format.h"

namespace undula::cli {

ReportLines describe_plan(const SoundLanguageTask& task, double seconds) {
  const SoundLanguageData& data = task.data();
  const SoundLanguagePlan& plan = task.plan();
  ReportLines lines;
  const auto amount = [&](Split split) {
    return duration(static_cast<double>(data.samples(split)) / data.rate) + " " + std::string(to_string(split));
  };
  lines.add("sound", amount(Split::kTrain) + ", " + amount(Split::kValid) + ", " + amount(Split::kTest),
            JsonObject()
                .add("train", data.samples(Split::kTrain))
                .add("valid", data.samples(Split::kValid))
                .add("test", data.samples(Split::kTest)));
  lines.add("held_out", data.held_out);
  lines.add("rate", grouped(data.rate) + " Hz", data.rate);
  lines.add("predicts", "each sample from those before it, as " + data.codes.name() + " codes");
  const int64_t count = plan.trainer.steps * plan.trainer.batch_size, samples = count * plan.window;
  lines.add("windows",
            grouped(count) + " of " + grouped(plan.window) + " samples, " + scaled(static_cast<double>(samples)) +
                " samples in all, " +
                fixed(static_cast<double>(samples) / static_cast<double>(data.samples(Split::kTrain)), 1) +
                " times the data",
            JsonObject().add("length", plan.window).add("count", count).add("samples", samples));
  add_run_lines(task, plan.from.get(), seconds, lines);
  return lines;
}

std::string trigram_text(const TrigramSettings& settings) {
  return "interpolated trigram, weights " + short_number(settings.bigram) + " and " + short_number(settings.trigram);
}

ReportLines sound_language_lines(const SoundLanguageModel& model, const SoundLanguageEvaluation& found) {
  ReportLines lines;
  lines.add("split", found.split);
  lines.add("samples", grouped(found.samples) + ", in " + grouped(found.recordings) + " recordings", found.samples);
  lines.add("codes", model.card().codes.name());
  lines.add("bits_per_sample", bits_text(found.bits.model), bits_json(found.bits.model));
  if (!found.baseline) return lines;
  lines.add("baseline", "interpolated trigram");
  lines.add("baseline_bits", bits_text(found.bits.baseline), bits_json(found.bits.baseline));
  lines.add("difference", bits_text(found.bits.difference), bits_json(found.bits.difference));
  return lines;
}

}  // namespace undula::cli

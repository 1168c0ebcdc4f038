#include "cli/output/sound_plan_text.h"

#include "cli/output/plan_parts.h"
#include "cli/term/format.h"

namespace undula::cli {

ReportLines describe_plan(const SoundTask& task, double seconds) {
  const SoundData& data = task.data();
  const SoundPlan& plan = task.plan();
  const SoundFacts facts = describe_sounds(data);
  ReportLines lines;
  const auto amounts = [&](Split split) { return data.dataset.counts(split); };
  add_class_lines(data.dataset.classes, "", amounts, lines);
  add_majority_line(data.dataset.classes, facts.per_class, lines);
  const auto rate = static_cast<double>(plan.front_end.rate);
  const auto seconds_text = [&](int64_t samples) { return fixed(static_cast<double>(samples) / rate, 2) + " s"; };
  lines.add("rate",
            grouped(plan.front_end.rate) + " Hz" +
                (data.resampled > 0 ? ", " + grouped(data.resampled) + " sounds resampled" : ""),
            plan.front_end.rate);
  lines.add("channel", plan.front_end.channel);
  lines.add("level", plan.front_end.norm == "none" ? "as it is" : "normalised: " + plan.front_end.norm);
  if (plan.front_end.codes) lines.add("codes", plan.front_end.codes->name());
  lines.add("durations", seconds_text(facts.shortest) + " to " + seconds_text(facts.longest) +
                             (plan.window < facts.longest ? ", read in pieces of " + seconds_text(plan.window) : ""));
  lines.add("variations", plan.augmentation.text());
  add_audit_line(task.findings(), lines);
  add_run_lines(task, plan.from.get(), seconds, lines);
  return lines;
}

}  // namespace undula::cli

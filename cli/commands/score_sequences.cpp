#include "cli/commands/score_sequences.h"

#include <chrono>
#include <cmath>
#include <cstdio>

#include "cli/options/input_options.h"
#include "cli/output/track_run.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "core/base/error.h"
#include "core/io/json.h"
#include "genomics/io/text_writer.h"
#include "genomics/tasks/score/score_task.h"
#include "genomics/tasks/score/track_task.h"

namespace undula::cli {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::kUsage, what, "command line", "undula score --help");
}

std::string row_of(const SequenceScore& score, bool json) {
  const double bits = score.bits_per_base();
  if (json) {
    return JsonObject()
               .add("id", score.id)
               .add("length", score.length)
               .add("scored", score.scored)
               .add("log_likelihood", score.log_likelihood)
               .add("bits_per_base", bits)
               .text() +
           "\n";
  }
  return score.id + "\t" + std::to_string(score.length) + "\t" + std::to_string(score.scored) + "\t" +
         fixed(score.log_likelihood, 4) + "\t" + (std::isnan(bits) ? "NA" : fixed(bits, 6)) + "\n";
}

}  // namespace

void ScoreSequences::declare_input(OptionSet& options) {
  options
      .add_positional(
          "INPUT", &inputs_,
          "FASTA or FASTQ, plain, gzip or bgzip, or sounds for a model of sound; '-' or none: standard input; a row "
          "for each record or sound")
      .optional();
}

void ScoreSequences::declare_track(OptionSet& options) {
  track_.declare(options, "the natural log-likelihood of each base");
  regions_.declare(
      options,
      "draw only CHR or CHR:BEG-END (1-based, inclusive; {CHR}:BEG-END where the name has a colon); may be "
      "given again");
}

void ScoreSequences::run(const std::string& path, const std::string& out, bool both_strands,
                         const CommonOptions& common) {
  if (!track_.asked()) {
    if (regions_.given()) refuse("--region and --regions-file go with --track");
    inputs_ = inputs_or_stdin(inputs_, "score");
    LanguageModel model(path, common.compute());
    write_table(model, out, both_strands, common);
    return;
  }
  if (inputs_.size() != 1 || inputs_.front() == "-") refuse("--track needs one INPUT, a FASTA file");
  if (out != "-") refuse("--track names its own file, and goes without --out");
  LanguageModel model(path, common.compute());
  run_track(track_, inputs_.front(), regions_.regions(), common,
            [&](const IndexedFasta& reference, const std::vector<GenomeInterval>& parts, TrackWriter& track,
                const TrackProgress& progress) {
              return track_scores(model, both_strands, reference, parts, track, progress);
            });
}

void ScoreSequences::write_table(LanguageModel& model, const std::string& out, bool both_strands,
                                 const CommonOptions& common) {
  TextWriter writer(out);
  if (!common.json) writer.write("id\tlength\tscored\tlog_likelihood\tbits_per_base\n");
  Progress progress("scoring", "records", progress_style(common.quiet, common.verbose));
  const auto start = std::chrono::steady_clock::now();
  int64_t records = 0, scored = 0;
  double log_likelihood = 0;
  ScoreTask task(model, both_strands, [&](const SequenceScore& score) {
    writer.write(row_of(score, common.json));
    scored += score.scored;
    log_likelihood += score.log_likelihood;
    progress.update(++records, 0);
  });
  try {
    for (const std::string& input : inputs_) task.run(input);
  } catch (const Error&) {
    progress.clear();
    const std::string kept = records > 0 ? writer.keep_partial() : "";
    if (!kept.empty()) std::fprintf(stderr, "the rows before the error are in %s\n", kept.c_str());
    throw;
  }
  writer.commit();
  progress.clear();
  if (common.quiet) return;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  SequenceScore all;
  all.scored = scored;
  all.log_likelihood = log_likelihood;
  const std::string line = "scored " + grouped(records) + " records, " + grouped(scored) + " bp in " +
                           duration(seconds) + ": " + fixed(static_cast<double>(scored) / seconds / 1e6, 3) +
                           " Mbp/s; " + (scored > 0 ? fixed(all.bits_per_base(), 4) : "NA") + " bits per base\n";
  std::fputs(line.c_str(), stderr);
}

}  // namespace undula::cli

#include <chrono>
#include <cstdio>

#include "cli/commands/commands.h"
#include "cli/options/alignment_options.h"
#include "cli/options/common_options.h"
#include "cli/options/input_options.h"
#include "cli/output/call_writer.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "core/base/error.h"
#include "genomics/tasks/classify_task.h"

namespace undula::cli {
namespace {

class Classify : public Command {
 public:
  void declare(OptionSet& options) override {
    options.add_positional("MODEL", &model_, "model file made by 'undula train'");
    options
        .add_positional("INPUT", &inputs_,
                        "FASTA or FASTQ, plain, gzip or bgzip, BAM, CRAM or SAM, or what 'undula train' reads; '-' or "
                        "none: standard input")
        .optional();
    options.begin_group("Input");
    options.add_switch("--paired", &paired_, "INPUT is two files of mates: one row per pair");
    options.add_switch("--interleaved", &task_.interleaved,
                       "mates follow each other in INPUT: one row per pair; sort alignments with 'samtools collate'");
    alignments_.declare(options);
    options.begin_group("Output");
    options.add("-o,--out", &out_, "FILE", "TSV to write; a name that ends in .gz is written as bgzip")
        .default_text("standard output");
    options.add_switch("--per-window", &task_.per_window,
                       "one row per window, with its start and end (0-based, half-open)");
    common_.declare(options);
    options.add_example("20 reads with the model that comes with the source",
                        "undula classify data/models/bacteria.safetensors data/reads/bacteria.fq");
    options.add_example(
        "a pipe in, a compressed table out",
        "cat data/reads/bacteria.fq | undula classify data/models/bacteria.safetensors -o calls.tsv.gz");
  }

  int run() override {
    common_.apply();
    check();
    task_.alignments = alignments_.filter();
    task_.reference = alignments_.reference();
    Classifier classifier(model_, common_.thread_count());
    CallWriter writer(out_, classifier.card().classes, {task_.per_window, inputs_.size() > 1 && !paired_},
                      common_.json);
    Progress progress("classifying", "rows", progress_style(common_.quiet, common_.verbose));
    int64_t rows = 0;
    ClassifyTask task(classifier, task_, [&](const Call& call) {
      writer.write(call);
      progress.update(++rows, 0);
    });
    const auto start = std::chrono::steady_clock::now();
    try {
      classify(task, writer);
    } catch (const Error&) {
      progress.clear();
      const std::string kept = writer.keep_partial();
      if (!kept.empty()) std::fprintf(stderr, "the rows before the error are in %s\n", kept.c_str());
      throw;
    }
    writer.commit();
    progress.clear();
    if (!common_.quiet) summarise(task.totals(), classifier.card(), start);
    return 0;
  }

 private:
  void classify(ClassifyTask& task, CallWriter& writer) const {
    if (paired_) {
      task.run_pair(inputs_[0], inputs_[1]);
      return;
    }
    for (const std::string& input : inputs_) {
      writer.begin_file(input);
      task.run(input);
    }
  }

  void check() {
    const auto refuse = [](const std::string& what) {
      throw Error(ErrorKind::kUsage, what, "command line", "undula classify --help");
    };
    if (paired_ && inputs_.size() != 2) refuse("--paired needs two INPUT files, the first and the second mates");
    if (paired_ && task_.interleaved) refuse("--paired and --interleaved exclude each other");
    if (task_.per_window && (paired_ || task_.interleaved)) refuse("--per-window does not work on pairs");
    inputs_ = inputs_or_stdin(inputs_, "classify");
  }

  static void summarise(const ClassifyTotals& totals, const ClassifierCard& card,
                        std::chrono::steady_clock::time_point start) {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::string line = "classified " + grouped(totals.records) + " records, " + grouped(totals.bases) + " bp in " +
                       duration(seconds) + ": " + scaled(static_cast<double>(totals.records) / seconds) +
                       " records/s, " + fixed(static_cast<double>(totals.bases) / seconds / 1e6, 2) + " Mbp/s\n";
    if (totals.unclassified > 0) line += grouped(totals.unclassified) + " rows are unclassified: no unambiguous base\n";
    if (totals.outside > 0)
      line += grouped(totals.outside) + " records lie outside the trained lengths, " + grouped(card.shortest) + " to " +
              grouped(card.longest) + " bp\n";
    std::fputs(line.c_str(), stderr);
  }

  std::string model_, out_ = "-";
  std::vector<std::string> inputs_;
  bool paired_ = false;
  ClassifyOptions task_;
  AlignmentOptions alignments_;
  CommonOptions common_;
};

}  // namespace

std::unique_ptr<Command> make_classify() {
  return std::make_unique<Classify>();
}

}  // namespace undula::cli

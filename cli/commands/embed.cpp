#include <chrono>
#include <cstdio>
#include <optional>

#include "cli/commands/commands.h"
#include "cli/commands/embed_sound.h"
#include "cli/domain.h"
#include "cli/options/alignment_options.h"
#include "cli/options/common_options.h"
#include "cli/options/input_options.h"
#include "cli/output/print.h"
#include "cli/output/report_lines.h"
#include "cli/output/vector_writer.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "core/base/error.h"
#include "genomics/tasks/embed_task.h"

namespace undula::cli {
namespace {

class Embed : public Command {
 public:
  void declare(OptionSet& options) override {
    options_ = &options;
    options.add_positional("MODEL", &model_, "model file made by 'undula train', a classifier or a language model");
    options
        .add_positional("INPUT", &inputs_,
                        "FASTA or FASTQ, plain, gzip or bgzip, BAM, CRAM or SAM; '-' or none: standard input. With "
                        "--region or --regions-file, FASTA gives a row for each region; for a model of sound, sounds")
        .optional();
    options.begin_group("Vectors: the mean of the model's last features over a record's bases, or a sound");
    options.begin_domain(name_of(Domain::kDna));
    options.add("--strand", &strand_, "NAME", "both: averaged over a record and its reverse complement; forward")
        .choices({"both", "forward"})
        .default_text("as the model was trained to be used");
    options.add_switch("--per-window", &task_.per_window,
                       "one row per window of the model; else a long record is the mean of its windows");
    options.begin_group("Output");
    options.begin_domain("");
    options.add("-o,--out", &out_, "FILE",
                "NumPy array of one row per record; FILE.ids.tsv beside it, with .npy left out, names the rows");
    options.begin_domain(name_of(Domain::kDna));
    alignments_.declare(options);
    options.begin_group("Sound");
    options.begin_domain(name_of(Domain::kSound));
    sound_.declare(options);
    options.begin_domain("");
    common_.declare(options);
    options.add_example("20 reads with the model that comes with the source",
                        "undula embed data/models/bacteria.safetensors data/reads/bacteria.fq -o reads.npy");
    options.add_example("a row for each quarter of a second of a sound",
                        "undula embed data/models/example-chirps.safetensors data/examples/chirps.wav --hop 0.25 -o "
                        "chirps.npy");
  }

  int run() override {
    common_.apply();
    check();
    const Domain domain = domain_of_model(model_);
    choose_domain(*options_, domain, model_);
    if (domain == Domain::kSound) return sound_.run(model_, inputs_, out_, common_);
    task_.alignments = alignments_.filter();
    task_.source = alignments_.source();
    task_.threads = common_.thread_count();
    const std::optional<bool> both_strands = strand_.empty() ? std::nullopt : std::optional(strand_ == "both");
    Embedder embedder(model_, both_strands, common_.compute());
    const bool parts = task_.per_window || embeds_regions();
    VectorWriter writer(out_, embedder.width(), parts ? "id\tstart\tend" : "id");
    write_rows(embedder, writer, parts);
    report(embedder, writer);
    return 0;
  }

 private:
  void check() {
    const auto refuse = [](const std::string& what) {
      throw Error(ErrorKind::kUsage, what, "command line", "undula embed --help");
    };
    if (out_.empty()) refuse("-o is missing: where the array goes");
    if (out_ == "-") refuse("an array cannot be written to standard output: its shape is known at the end");
    inputs_ = inputs_or_stdin(inputs_, "embed");
  }

  /// Rows are regions of a genome, not records.
  bool embeds_regions() const {
    return !task_.source.regions.empty() && !InputFile(inputs_.front()).holds_alignments();
  }

  void write_rows(Embedder& embedder, VectorWriter& writer, bool parts) {
    Progress progress("embedding", "rows", progress_style(common_.quiet, common_.verbose));
    const auto start = std::chrono::steady_clock::now();
    EmbedTask task(embedder, task_, [&](const WindowMean& row) {
      const std::string part = "\t" + std::to_string(row.begin) + "\t" + std::to_string(row.end);
      writer.write(parts ? row.id + part : row.id, row.values);
      empty_ += row.values.empty();
      progress.update(writer.rows(), 0);
    });
    try {
      for (const std::string& input : inputs_) task.run(input);
    } catch (const Error&) {
      progress.clear();
      const std::string kept = writer.rows() > 0 ? writer.keep_partial() : "";
      if (!kept.empty()) std::fprintf(stderr, "the rows before the error are in %s\n", kept.c_str());
      throw;
    }
    writer.commit();
    progress.clear();
    if (common_.quiet) return;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::string line = "embedded " + grouped(writer.rows()) + " rows, " + grouped(task.bases()) + " bp in " +
                       duration(seconds) + ": " + fixed(static_cast<double>(task.bases()) / seconds / 1e6, 2) +
                       " Mbp/s\n";
    if (empty_ > 0) line += grouped(empty_) + " rows are NaN: no unambiguous base\n";
    std::fputs(line.c_str(), stderr);
  }

  void report(const Embedder& embedder, const VectorWriter& writer) const {
    ReportLines lines;
    lines.add("array", out_);
    lines.add("ids", writer.ids_path());
    lines.add("rows", writer.rows());
    lines.add("columns", embedder.width());
    lines.add("both_strands", embedder.both_strands() ? "averaged" : "no", embedder.both_strands());
    print(common_.json ? lines.json().text() + "\n" : lines.text());
  }

  std::string model_, out_, strand_;
  std::vector<std::string> inputs_;
  EmbedOptions task_;
  AlignmentOptions alignments_;
  EmbedSound sound_;
  OptionSet* options_ = nullptr;
  CommonOptions common_;
  int64_t empty_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_embed() {
  return std::make_unique<Embed>();
}

}  // namespace undula::cli

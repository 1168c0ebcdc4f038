#include <optional>
#include <utility>

#include "cli/commands/classify_runner.h"
#include "cli/commands/classify_sound.h"
#include "cli/commands/classify_track.h"
#include "cli/commands/commands.h"
#include "cli/domain.h"
#include "cli/options/alignment_options.h"
#include "cli/options/common_options.h"
#include "cli/options/input_options.h"
#include "cli/output/alignment_output.h"
#include "cli/output/call_writer.h"
#include "cli/output/run_record.h"
#include "core/base/error.h"
#include "core/cpu/target.h"
#include "core/io/toml_config.h"
#include "genomics/tasks/classify/alignment_tagger.h"
#include "genomics/tasks/classify/classify_task.h"
#include "genomics/tasks/classify/read_sorter.h"

namespace undula::cli {
namespace {

constexpr size_t kMostWaiting = size_t{32} << 20;  // bytes: records left out must not pile up behind one that waits

class Classify : public Command {
 public:
  void declare(OptionSet& options) override {
    options_ = &options;
    options.add_positional("MODEL", &model_, "model file made by 'undula train'");
    options
        .add_positional(
            "INPUT", &inputs_,
            "FASTA or FASTQ, plain, gzip or bgzip, BAM, CRAM or SAM, or what 'undula train' reads; for a model of "
            "sound, sounds; '-' or none: standard input")
        .optional();
    options.begin_group("Input");
    options.begin_domain(name_of(Domain::kDna));
    options.add_switch("--paired", &paired_, "INPUT is two files of mates: one row per pair");
    options.add_switch("--interleaved", &task_.interleaved,
                       "mates follow each other in INPUT: one row per pair; sort alignments with 'samtools collate'");
    options.add_switch("--unpaired", &task_.unpaired,
                       "one row per record also where the header of alignments says that mates follow each other");
    alignments_.declare(options);
    options.begin_group("Output");
    options.begin_domain("");
    options.add("-o,--out", &out_, "FILE", "file to write; a TSV whose name ends in .gz is written as bgzip")
        .default_text("standard output");
    options
        .add("--format", &format_, "NAME",
             "tsv; kraken: the lines of kraken2 (docs/calls.md); or the alignments of INPUT with their calls as tags: "
             "bam, cram, sam (docs/tags.md); on standard output bam is not compressed, and sam on a terminal; of sound "
             "tsv, jsonl, or audacity: a label "
             "file (docs/sound-calls.md)")
        .choices({"tsv", "kraken", "bam", "cram", "sam", "jsonl", "audacity"})
        .default_text("by the name of --out: .bam, .cram, .sam, .sam.gz, else tsv");
    options.begin_domain(name_of(Domain::kDna));
    options.add_switch("--no-PG", &no_program_line_, "leave the header of alignments as it is, without a line on this");
    options.add_switch("--write-index", &write_index_,
                       "write FILE.csi, or .crai for CRAM, beside sorted alignments; needs --out");
    options.add_switch("--per-window", &task_.per_window,
                       "one row per window, with its start and end (0-based, half-open)");
    options.add("--report", &report_, "FILE", "counts of labels to write, as kraken2 reports them (docs/calls.md)")
        .default_text("none");
    options
        .add("--classified-out", &sorted_.classified, "FILE",
             "FASTA or FASTQ to write the records with a label into; '#' becomes _1 and _2 for the mates of pairs; "
             "bgzip where the name ends in .gz")
        .default_text("none");
    options.add("--unclassified-out", &sorted_.unclassified, "FILE", "the same for the records without a label")
        .default_text("none");
    options
        .add_switch("--resume", &resume_,
                    "write so that the same command goes on where it was interrupted, and go on (docs/calls.md)")
        .command_line_only();
    options.begin_group("Calls");
    options.begin_domain("");
    options.add("--confidence", &task_.confidence, "P", "rows whose best probability is below P are unclassified")
        .range(0, 1);
    options.add_switch("--no-calibration", &uncalibrated_,
                       "leave probabilities as the network gives them, without the model's temperature");
    options.begin_domain(name_of(Domain::kDna));
    options
        .add("--strand", &strand_, "NAME",
             "both: the mean of the logits of a window and of its reverse complement; forward: of the window alone")
        .choices({"both", "forward"})
        .default_text("as the model was trained to be used");
    track_.declare(options);
    options.begin_domain("");
    options
        .add("--hop", &hop_, "N",
             "with --track, bases from one window to the next: each stretch of N has the mean over its windows; of "
             "sound, seconds from one row to the next, each about a window")
        .range(1e-4, 1 << 30)
        .default_text("half the model's window; of sound, one row for each sound");
    options.begin_group("Sound");
    options.begin_domain(name_of(Domain::kSound));
    sound_.declare(options);
    options.begin_domain("");
    common_.declare(options);
    options.add_example("20 reads with the model that comes with the source",
                        "undula classify data/models/bacteria.safetensors data/reads/bacteria.fq");
    options.add_example(
        "a pipe in, a compressed table out",
        "cat data/reads/bacteria.fq | undula classify data/models/bacteria.safetensors -o calls.tsv.gz");
    options.add_example("what is in a sample, as kraken2 reports it, without the reads that the model is unsure of",
                        "undula classify data/models/bacteria.safetensors data/reads/bacteria.fq --confidence 0.8 "
                        "--format kraken -o calls.kraken --report -");
    options.add_example("the reads that the model is unsure of, to look at by other means",
                        "undula classify data/models/bacteria.safetensors data/reads/bacteria.fq --confidence 0.8 "
                        "-o calls.tsv --unclassified-out unsure.fq.gz");
    options.add_example("what is heard where in a sound",
                        "undula classify data/models/example-chirps.safetensors data/examples/chirps.wav --hop 0.1 "
                        "--window 0.2 --on 0.8");
    options.add_example("samples without a header from a pipe, a row for each tenth of a second",
                        "tail -c +45 data/examples/chirps.wav | undula classify data/models/example-chirps.safetensors "
                        "- --raw s16le --rate 8000 --hop 0.1 --window 0.2");
  }

  int run() override {
    common_.apply();
    const Domain domain = domain_of_model(model_);
    choose_domain(*options_, domain, model_);
    if (domain == Domain::kSound)
      return sound_.run(
          {model_, inputs_or_stdin(inputs_, "classify"), out_, format_, task_.confidence, uncalibrated_, hop_},
          common_);
    track_.set_hop(hop_);
    check();
    task_.alignments = alignments_.filter();
    task_.source = alignments_.source();
    task_.threads = common_.thread_count();
    if (read_model(model_).model->config().head == HeadKind::kPosition) return draw_positions();
    Classifier classifier(model_, common_.compute());
    settle(classifier);
    if (track_.asked()) {
      track_.run(classifier, inputs_, task_.source.regions, common_);
      return 0;
    }
    ClassifyRunner runner(common_, report_, task_.confidence);
    if (resume_) runner.go_on(journal(classifier));
    const auto format = alignment_output(format_, out_);
    return format ? tag_alignments(classifier, runner, *format) : write_table(classifier, runner);
  }

 private:
  /// What is asked of a model, whichever it is.
  template <class Model>
  void settle(Model& model) const {
    if (uncalibrated_) model.skip_calibration();
    if (!strand_.empty()) model.read_strands(strand_ == "both");
  }

  int draw_positions() {
    if (!track_.asked())
      throw Error(ErrorKind::kUsage, "the model gives each base a class, not each record", model_,
                  "--track FILE --class NAME, to draw the probability of a class along a genome");
    PositionModel model(model_, common_.compute());
    settle(model);
    track_.run(model, inputs_, task_.source.regions, common_);
    return 0;
  }

  /// What the run was asked for, and the files that it writes, for its journal.
  ClassifyJournal journal(const Classifier& classifier) const {
    std::vector<std::string> files = sorted_.files();
    files.insert(files.begin(), out_);
    const std::string options = toml_text(options_->resolved()) + (common_.json ? "json = true\n" : "");
    return {files,
            {UNDULA_VERSION " on " + current_cpu_target(), classifier.file().field(kChecksumKey), options,
             input_stamps(inputs_)}};
  }

  int write_table(Classifier& classifier, ClassifyRunner& runner) {
    const OutputSpots spots = runner.spots();
    CallWriter writer(out_, classifier.card().classes, {task_.per_window, inputs_.size() > 1 && !paired_},
                      common_.json          ? CallFormat::kJson
                      : format_ == "kraken" ? CallFormat::kKraken
                                            : CallFormat::kTsv,
                      spots[0]);
    ReadSorter sorter(sorted_, classifier.card().classes, spots, 1);
    std::vector<ResumableOutput*> outputs = sorter.outputs();
    outputs.insert(outputs.begin(), &writer.output());
    ClassifyTask task(classifier, task_, [&](const Call& call) {
      writer.write(call);
      if (task_.keep_text) sorter.write(call);
      runner.row_written(task);
    });
    return runner.run(task, classifier.card(), outputs, [&] {
      if (paired_) {
        task.run_pair(inputs_[0], inputs_[1]);
        return;
      }
      for (const std::string& input : inputs_) {
        writer.begin_file(input);
        task.run(input);
      }
    });
  }

  int tag_alignments(Classifier& classifier, ClassifyRunner& runner, AlignmentFormat format) {
    InputFile input(inputs_.front(), task_.threads);
    if (!input.holds_alignments())
      throw Error(ErrorKind::kBadInput, "only BAM, CRAM and SAM have records to tag", input.name(),
                  "--format tsv and an --out that does not end in .bam, .cram or .sam");
    AlignmentReader reader(std::move(input), task_.source);
    std::optional<ProgramLine> program;
    if (!no_program_line_) program = {UNDULA_VERSION, command_line()};
    AlignmentWriter writer(out_, format, reader, program, task_.source.reference, runner.spots()[0]);
    if (write_index_) writer.add_index();
    AlignmentTagger tagger(writer, classifier.card().classes);
    if (const auto from = runner.from()) tagger.go_on(from->alignments, from->calls);
    ClassifyTask task(classifier, task_, [&](const Call& call) {
      tagger.tag(call);
      runner.row_written(task, tagger.written());
    });
    return runner.run(task, classifier.card(), {&writer}, [&] {
      task.run_alignments(reader, [&](AlignmentRecord record, std::optional<int64_t> call) {
        tagger.add(std::move(record), call);
        if (tagger.waiting() > kMostWaiting) task.flush();
      });
    });
  }

  void check() {
    const auto refuse = [](const std::string& what) {
      throw Error(ErrorKind::kUsage, what, "command line", "undula classify --help");
    };
    if (paired_ && inputs_.size() != 2) refuse("--paired needs two INPUT files, the first and the second mates");
    if (paired_ + task_.interleaved + task_.unpaired > 1)
      refuse("--paired, --interleaved and --unpaired exclude each other");
    if (task_.per_window && (paired_ || task_.interleaved)) refuse("--per-window does not work on pairs");
    if ((out_ == "-") + (report_ == "-") + (sorted_.classified == "-") + (sorted_.unclassified == "-") > 1)
      refuse("only one output can be standard output");
    task_.keep_text = !sorted_.classified.empty() || !sorted_.unclassified.empty();
    sorted_.pairs = paired_ || task_.interleaved;
    for (const std::string& name : {sorted_.classified, sorted_.unclassified})
      if (paired_ && !name.empty() && name.find('#') == std::string::npos)
        refuse("with --paired, '" + name + "' needs a '#', which becomes _1 and _2");
    if (task_.keep_text && task_.per_window)
      refuse("--classified-out and --unclassified-out need whole records, not --per-window");
    if (format_ == "jsonl" || format_ == "audacity") refuse("--format " + format_ + " is for sound, not for DNA");
    if (resume_ && !track_.asked() && (out_ == "-" || sorted_.classified == "-" || sorted_.unclassified == "-"))
      refuse("--resume needs files to write, not standard output");
    if (resume_ && write_index_) refuse("--write-index does not go with --resume; 'samtools index' makes one");
    if (format_ == "kraken" && (common_.json || task_.per_window))
      refuse("--format kraken goes with neither --per-window nor --json");
    const auto alignments = alignment_output(format_, out_);
    if (write_index_ && (!alignments || out_ == "-" || alignments == AlignmentFormat::kSam))
      refuse("--write-index needs an --out that is BAM, CRAM or bgzip SAM");
    if (alignments) {
      if (paired_ || inputs_.size() > 1) refuse("tagged alignments are written from one INPUT");
      if (task_.keep_text) refuse("tagged alignments hold their label: they are not written apart");
      if (task_.per_window || common_.json) refuse("tagged alignments go with neither --per-window nor --json");
    }
    if (track_.asked() && (paired_ || task_.interleaved || task_.per_window || task_.keep_text || resume_ ||
                           out_ != "-" || !format_.empty() || !report_.empty() || task_.confidence > 0))
      refuse("--track is an output of its own: of the options for reads and calls it goes with none");
    if (!track_.asked()) track_.check_unasked();
    inputs_ = inputs_or_stdin(inputs_, "classify");
  }

  std::string model_, out_ = "-", format_, report_, strand_;
  std::vector<std::string> inputs_;
  bool paired_ = false, uncalibrated_ = false, resume_ = false, no_program_line_ = false, write_index_ = false;
  ClassifyOptions task_;
  SortedNames sorted_;
  AlignmentOptions alignments_;
  ClassifyTrack track_;
  ClassifySound sound_;
  double hop_ = 0;
  CommonOptions common_;
  OptionSet* options_ = nullptr;
};

}  // namespace

std::unique_ptr<Command> make_classify() {
  return std::make_unique<Classify>();
}

}  // namespace undula::cli

#include <cstdio>
#include <exception>

#include "audio/quantize/sound_codes.h"
#include "cli/commands/commands.h"
#include "cli/domain.h"
#include "cli/output/print.h"
#include "cli/signals.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "cli/training/train_session.h"
#include "core/base/error.h"
#include "core/io/toml_config.h"

namespace undula::cli {
namespace {

class Train : public Command {
 public:
  void declare(OptionSet& options) override {
    options_ = &options;
    options
        .add_positional(
            "DATA", &flags_.inputs,
            "of DNA or sound: a manifest (TSV, CSV; of sound JSON lines or Audacity's labels too), a CSV of sequence "
            "and label, a folder with one sub-folder per class or with train, valid and test, or LABEL=FILE "
            "pairs; for other tasks, genomes in FASTA files")
        .optional();
    options
        .add("--task", &flags_.options.task, "TASK",
             "classify sequences; position: give each base of a genome a class; or language models: lm predicts the "
             "next "
             "base, mlm masked bases")
        .choices({"classify", "position", "lm", "mlm"});
    options.begin_group("Data");
    options.add("--valid", &flags_.valid, "FILE", "data to choose the best weights on");
    options.add("--test", &flags_.test, "FILE", "data to keep apart for 'undula evaluate'");
    options.add("--lengths", &flags_.options.lengths, "N,N,...", "cut windows of these lengths from long records")
        .default_text("1,000 where a record is longer than 4,096")
        .only_for("DNA");
    options.add_switch("--whole-records", &flags_.options.whole_records, "read records whole, however long they are")
        .only_for("DNA");
    options
        .add("--strands", &flags_.options.strands, "WHICH",
             "one: as the sequences are; both: train on both strands and average the logits (Caduceus-Ph); ps, "
             "ps-exchange: a model that reads both at once, reverse-complement equivariant (Caduceus-PS, without and "
             "with the exchange of strands at every block); auto: one for oriented sequences of one length, else both")
        .choices({"auto", "both", "one", "ps", "ps-exchange"})
        .only_for("DNA");
    options.add("--class-weights", &flags_.options.class_weights, "HOW", "weights of classes in the loss")
        .choices({"none", "balanced"});
    options
        .add("--regions", &flags_.options.regions, "FILE", "genomes: BED file with train, valid and test in column 4")
        .default_text("the last 10 % of each contig for test, 5 % in blocks of the rest for validation")
        .only_for("DNA");
    options
        .add("--bed", &flags_.options.bed, "FILE",
             "position: BED file with the class of each interval in column 4, on either strand")
        .only_for("DNA");
    options
        .add("--background", &flags_.options.background, "NAME",
             "position: class of the bases in no interval; ignore: they count for nothing")
        .default_text("background")
        .only_for("DNA");
    options.add("--window", &flags_.options.window, "N", "genomes, lm of sound: bases or samples read at once")
        .range(0, 1e9)
        .default_text("1,024, or 4,096 samples");
    options
        .add("--soft-mask-weight", &flags_.options.soft_mask_weight, "X",
             "genomes: weight of lower-case bases in the loss")
        .range(0, 1)
        .only_for("DNA");
    options.begin_group("Sound");
    options.begin_domain(name_of(Domain::kSound));
    options.add("--rate", &flags_.sound.rate, "N", "samples a second that the model hears; others are resampled")
        .range(0, 1e9)
        .default_text("the lowest rate of the training sounds");
    options.add("--channel", &flags_.sound.channel, "WHICH",
                "mean of all channels, each as a sound of its own, or the number of one, from 1");
    options.add("--norm", &flags_.sound.norm, "HOW", "level that every sound is brought to")
        .choices({"none", "peak", "rms"});
    options
        .add("--group-by", &flags_.sound.group_by, "COLUMN",
             "of a table: sounds with one value stay in one split, a speaker's, say")
        .default_text("group, where there is one");
    options
        .add("--codes", &flags_.sound.codes, "NAME",
             "lm, or a classifier with --stem token: how samples become tokens: mu-law in 8 bits, linear8; lm "
             "only: SaShiMi's min-max (benchmarks only), or linear16 in two tokens")
        .choices(SoundCodes::names());
    options
        .add("--pools", &flags_.sound.pools, "N,N,...",
             "of tokens: a causal U-Net (SaShiMi) that puts so many frames together at each of its stages, --layers "
             "blocks in each "
             "part")
        .default_text("none");
    options.add("--piece", &flags_.sound.piece, "S", "seconds that are read at once")
        .range(0, 1e5)
        .default_text("the longest sound, at most 10");
    options.add("--bands", &flags_.sound.bands, "N", "filters of the stem").range(1, 4096);
    options.add("--frame", &flags_.sound.frame, "MS", "milliseconds that a filter sees").range(0.01, 1e4);
    options.add("--position", &flags_.sound.position, "MS", "milliseconds that a position of the model stands for")
        .range(0.01, 1e4);
    options.add("--frame-pool", &flags_.sound.frame_pool, "N", "frames averaged into one position").range(1, 1024);
    options.add("--gain", &flags_.sound.augmentation.gain, "DB", "training sounds are louder or softer by up to this")
        .range(0, 60);
    options
        .add("--shift", &flags_.sound.augmentation.shift, "P",
             "share of a training sound by which either end is cut, or followed by silence")
        .range(0, 0.45);
    options
        .add("--noise", &flags_.sound.augmentation.noise, "DB",
             "white noise in training, this far below the sound or up to 20 dB further; 0: none")
        .range(0, 120);
    options
        .add("--speed", &flags_.sound.augmentation.speed, "P",
             "training sounds are played faster or slower by up to this share, pitch and all")
        .range(0, 1);
    options.begin_domain("");
    options.begin_group("How long");
    options.add("--steps", &flags_.options.steps, "N", "updates to make")
        .range(1, 1e9)
        .default_text("chosen for the data");
    options.add("--minutes", &flags_.options.minutes, "M", "time to take; becomes steps before the first step")
        .not_recorded()
        .range(0.01, 1e6)
        .default_text("");
    options
        .add("--patience", &flags_.options.patience, "N",
             "stop after N validations without a better log-loss; 0: never")
        .range(0, 1e9);
    options.add("--evaluate-every", &flags_.options.evaluate_every, "N", "steps between validations")
        .range(1, 1e9)
        .default_text("a twentieth of the steps");
    options.add("--resume", &resume_, "RUN", "go on with a run folder where it stopped").config_file("run.toml");
    options.begin_group("Model");
    options.add("--from", &flags_.options.from, "MODEL",
                "model file to start from: its backbone, and its head where it fits");
    options
        .add("--freeze", &flags_.options.freeze, "WHAT",
             "weights of it that do not learn: none, all but the head, or the embedding and the first N blocks")
        .default_text("none");
    options.add("--preset", &flags_.options.preset, "SIZE", "size of the model")
        .choices({"auto", "tiny", "small", "base"});
    options.add("--stem", &flags_.options.stem, "KIND", "how bases or samples become vectors")
        .choices({"auto", "kmer", "token", "conv", "filters", "log-mel"});
    options.add("--kmer", &flags_.options.kmer, "K", "length of the k-mers of that stem")
        .range(0, 12)
        .default_text("4, or 6 for language models")
        .only_for("DNA");
    options.add("--stride", &flags_.options.stride, "N", "neighbouring k-mers averaged into one position")
        .range(1, 65536)
        .default_text("chosen for the lengths");
    options
        .add("--mixer", &flags_.options.mixer, "NAME,...",
             "what mixes positions in a block: mamba, mamba-complex (complex states), or s4d (time-invariant); of a "
             "U-Net one for all or one for each stage, the outermost first")
        .default_text("mamba");
    options.add("--direction", &flags_.options.direction, "WHICH", "what a position sees")
        .choices({"auto", "both", "causal"})
        .default_text("both, or causal for --task lm and --pools");
    options.add("--d-model", &flags_.options.d_model, "N", "width").range(1, 16384).default_text("the preset's");
    options.add("--layers", &flags_.options.layers, "N", "blocks").range(1, 1024).default_text("the preset's");
    options.add("--d-state", &flags_.options.d_state, "N", "states per channel").range(1, 4096);
    options.add("--dropout", &flags_.options.dropout, "P", "share of features dropped in training")
        .range(-1, 0.95)
        .default_text("0.1 for records, 0 for windows of genomes");
    options
        .add("--mutate", &flags_.options.mutate, "P",
             "chance per base of training sequences to be another one, drawn anew in each epoch")
        .range(-1, 0.75)
        .default_text("0.05 for records, 0 for windows of genomes")
        .only_for("DNA");
    options.add("--store", &flags_.options.store, "TYPE", "matrices of the model file: f32, or bf16 in half the bytes")
        .choices({"f32", "bf16"});
    options.begin_group("Optimizer");
    options.add("--batch", &flags_.options.batch, "N", "sequences per update")
        .range(1, 1e6)
        .default_text("chosen for the lengths");
    options
        .add("--chunk", &flags_.options.chunk, "N",
             "run long samples in chunks of N tokens, with the same gradients in less memory; 0: whole")
        .range(-1, 1e9)
        .default_text("whole, or so that activations take at most 2 GiB");
    options.add("--learning-rate", &flags_.options.learning_rate, "X", "peak rate")
        .range(1e-9, 10)
        .default_text("chosen for the model");
    options
        .add("--length-warmup", &flags_.options.length_warmup, "P",
             "genomes: share of the steps that read windows in pieces, from 256 bp on")
        .range(-1, 1)
        .default_text("0.25 for windows from 4,096 on, else 0");
    options.add("--weight-decay", &flags_.options.weight_decay, "X", "pull of weights to zero").range(0, 10);
    options.add("--seed", &seed_, "N", "seed of everything that is drawn").env("UNDULA_SEED").range(0, 1e18);
    options.begin_group("Output");
    options.add("-o,--out", &out_, "FOLDER", "run folder; FOLDER-2 where it is there").default_text("runs/train");
    options.add_switch("--dry-run", &dry_run_, "stop after the plan").command_line_only();
    flags_.common.declare(options);
    options.add_example("what training on a small table would do",
                        "undula train data/examples/motif.csv --steps 200 --dry-run");
    options.add_example("train on it; the run is runs/motif, or runs/motif-2 where that is there",
                        "undula train data/examples/motif.csv --steps 200 -o runs/motif");
    options.add_example("what training on a folder of sounds, one sub-folder for each class, would do",
                        "undula train data/examples/chirps --steps 100 --dry-run");
    options.add_example("what training a language model on a few contigs would do",
                        "undula train --task lm data/examples/contigs.fa --window 256 --steps 100 --dry-run");
    options.add_example("what training a language model of a sound would do",
                        "undula train --task lm data/examples/tune.wav --window 500 --steps 50 --dry-run");
    options.add_example(
        "what training a model that finds labelled places of a genome would do",
        "undula train --task position data/examples/motifs.fa --bed data/examples/motifs.bed --steps 50 "
        "--dry-run");
  }

  int run() override {
    flags_.common.apply();
    if (flags_.inputs.empty())
      throw Error(ErrorKind::kUsage, "DATA is missing: what to train on", "command line", "undula train --help");
    flags_.options.seed = static_cast<uint64_t>(seed_);
    const auto session = make_session();
    const ReportLines lines = session->plan();
    if (dry_run_) {
      print_lines(lines);
      return 0;
    }
    if (!flags_.common.quiet) std::fputs(lines.text().c_str(), stderr);
    record_.end_part("planning");
    return train(*session);
  }

 private:
  std::unique_ptr<TrainSession> make_session() {
    const Domain domain = domain_of_data(flags_.inputs);
    choose_domain(*options_, domain, flags_.inputs.front());
    if (domain == Domain::kSound) return make_sound_session(flags_, record_);
    if (flags_.options.task == "classify") return make_classifier_session(flags_, record_);
    if (flags_.options.task == "position") return make_position_session(flags_, record_);
    return make_language_session(flags_, record_);
  }

  int train(TrainSession& session) {
    TrainingRun& run = session.run();
    const RunFolder folder = resume_.empty() ? RunFolder::create(out_) : RunFolder::open(resume_);
    if (resume_.empty()) {
      write_text(folder.config(), toml_text(options_->resolved()));
    } else {
      run.resume(folder);
    }
    record_.begin(folder, run, session.files(), [&](JsonObject& facts) { session.describe_data(facts); });
    const int64_t began_at_step = run.steps_done();
    bool finished = false;
    try {
      session.fit_baseline();
      record_.end_part("baseline");
      note_stop_signals();
      finished = run_training(session, folder);
      const double seconds = record_.end_part("training");
      if (finished) session.write_results(folder, began_at_step, seconds);
      if (finished) record_.end_part("report");
    } catch (const std::exception& error) {
      record_.end("failed", run, error.what());
      throw;
    }
    const bool early = run.steps_done() < run.options().steps;
    record_.end(!finished ? "interrupted" : early ? "stopped early" : "finished", run);
    return finished ? report_end(session, folder) : report_stop(run, folder);
  }

  bool run_training(TrainSession& session, const RunFolder& folder) {
    Progress progress("training", "steps", progress_style(flags_.common.quiet, flags_.common.verbose));
    const int64_t steps = session.run().options().steps;
    std::string validation;
    TrainingObserver observer;
    observer.stepped = [&](const StepReport& step) {
      progress.update(step.step, steps, "loss " + fixed(step.loss, 3) + validation);
    };
    observer.validated = [&](int64_t, const Evaluation& found, bool improved) {
      validation = ", validation " + session.validation_text(found) + (improved ? ", best" : "");
    };
    observer.should_stop = [] { return stop_signal() != 0; };
    return session.run().run(folder, observer);
  }

  int report_end(TrainSession& session, const RunFolder& folder) const {
    ReportLines lines;
    lines.add("model", folder.model());
    lines.add("report", folder.report());
    lines.add("best_step", session.run().best_step());
    session.add_results(lines);
    print_lines(lines);
    return 0;
  }

  int report_stop(const TrainingRun& run, const RunFolder& folder) const {
    if (!flags_.common.quiet)
      std::fprintf(stderr, "stopped and saved after %s steps; to go on: undula train --resume %s\n",
                   grouped(run.steps_done()).c_str(), folder.path().c_str());
    return stop_exit_code(stop_signal());
  }

  void print_lines(const ReportLines& lines) const {
    print(flags_.common.json ? lines.json().text() + "\n" : lines.text());
  }

  OptionSet* options_ = nullptr;
  TrainFlags flags_;
  std::string resume_, out_ = "runs/train";
  int64_t seed_ = 1;
  bool dry_run_ = false;
  TrainRecord record_;
};

}  // namespace

std::unique_ptr<Command> make_train() {
  return std::make_unique<Train>();
}

}  // namespace undula::cli

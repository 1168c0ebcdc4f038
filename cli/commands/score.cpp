#include "cli/commands/commands.h"
#include "cli/commands/score_sequences.h"
#include "cli/commands/score_sound.h"
#include "cli/commands/score_variants.h"
#include "cli/domain.h"
#include "cli/options/common_options.h"
#include "cli/options/input_options.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

/// What a language model says of sequences, of the bases of a genome, of variants, or of sounds.
class Score : public Command {
 public:
  void declare(OptionSet& options) override {
    options_ = &options;
    options.add_positional("MODEL", &model_, "language model file made by 'undula train'");
    sequences_.declare_input(options);
    options.begin_group("Output");
    options.add("-o,--out", &out_, "FILE", "file to write; a table whose name ends in .gz is written as bgzip")
        .default_text("standard output");
    options.begin_domain(cli::name_of(Domain::kDna));
    options.add("--strand", &strand_, "NAME", "both: the mean over both strands; forward: one")
        .choices({"both", "forward"})
        .default_text("both for variants, forward for sequences and tracks");
    sequences_.declare_track(options);
    variants_.declare(options);
    options.begin_group("Sound (docs/sound-models.md)");
    options.begin_domain(cli::name_of(Domain::kSound));
    sound_.declare(options);
    options.begin_domain("");
    common_.declare(options);
    options.add_example("bits per base of each contig",
                        "undula score data/models/example-lm.safetensors data/examples/contigs.fa");
    options.add_example("the log-likelihood of every base, for a genome browser",
                        "undula score data/models/example-lm.safetensors data/examples/contigs.fa --track scores.bw");
    options.add_example("log-likelihood ratios of variants, beside what the file holds already",
                        "undula score data/models/example-lm.safetensors --vcf data/examples/calls.vcf --reference "
                        "data/examples/contigs.fa -o scored.vcf.gz");
    options.add_example(
        "bits a sample of each second of a sound, and a picture of it",
        "undula score data/models/example-sound.safetensors data/examples/tune.wav --per-second --picture "
        "tune.png");
    options.add_example("a pipe in and out, and a masked model",
                        "undula score data/models/example-mlm.safetensors --vcf - --reference data/examples/contigs.fa "
                        "-O u < data/examples/calls.vcf > scored.bcf");
  }

  int run() override {
    common_.apply();
    const Domain domain = domain_of_model(model_);
    choose_domain(*options_, domain, model_);
    if (domain == Domain::kSound)
      return sound_.run(model_, inputs_or_stdin(sequences_.inputs(), "score"), out_, common_);
    if (variants_.asked()) {
      if (sequences_.asked())
        throw Error(ErrorKind::kUsage, "--vcf goes with neither INPUT nor --track", "command line",
                    "undula score --help");
      variants_.run(model_, out_, strand_ != "forward", common_);
    } else {
      sequences_.run(model_, out_, strand_ == "both", common_);
    }
    return 0;
  }

 private:
  std::string model_, out_ = "-", strand_;
  ScoreSequences sequences_;
  ScoreVariants variants_;
  ScoreSound sound_;
  CommonOptions common_;
  OptionSet* options_ = nullptr;
};

}  // namespace

std::unique_ptr<Command> make_score() {
  return std::make_unique<Score>();
}

}  // namespace undula::cli

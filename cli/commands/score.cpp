#include "cli/commands/commands.h"
#include "cli/commands/score_variants.h"
#include "cli/options/common_options.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

/// What a language model says of variants; each input has a file of its own.
class Score : public Command {
 public:
  void declare(OptionSet& options) override {
    options.add_positional("MODEL", &model_, "language model file made by 'undula train'");
    options.begin_group("Output");
    options.add("-o,--out", &out_, "FILE", "file to write").default_text("standard output");
    variants_.declare(options);
    common_.declare(options);
    options.add_example("log-likelihood ratios of variants, beside what the file holds already",
                        "undula score data/models/example-lm.safetensors --vcf data/examples/calls.vcf --reference "
                        "data/examples/contigs.fa -o scored.vcf.gz");
    options.add_example("a pipe in and out, and a masked model",
                        "undula score data/models/example-mlm.safetensors --vcf - --reference data/examples/contigs.fa "
                        "-O u < data/examples/calls.vcf > scored.bcf");
  }

  int run() override {
    common_.apply();
    if (!variants_.asked())
      throw Error(ErrorKind::kUsage, "nothing to score was given", "command line", "--vcf FILE --reference FILE.fa");
    variants_.run(model_, out_, common_);
    return 0;
  }

 private:
  std::string model_, out_ = "-";
  ScoreVariants variants_;
  CommonOptions common_;
};

}  // namespace

std::unique_ptr<Command> make_score() {
  return std::make_unique<Score>();
}

}  // namespace undula::cli

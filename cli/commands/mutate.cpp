#include <algorithm>
#include <cstdio>
#include <optional>

#include "cli/commands/commands.h"
#include "cli/options/common_options.h"
#include "cli/options/parse.h"
#include "cli/output/effect_writer.h"
#include "cli/output/print.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "core/base/error.h"
#include "genomics/tasks/score/mutagenesis.h"
#include "genomics/windows/genome_interval.h"

namespace undula::cli {
namespace {

constexpr double kLongestWindow = 1 << 24;

class Mutate : public Command {
 public:
  void declare(OptionSet& options) override {
    options.add_positional("MODEL", &model_, "model file made by 'undula train'");
    options.add_positional("FASTA", &fasta_, "the sequences, plain or bgzip");
    options.begin_group("Input");
    options.add("--region", &region_, "REGION", "contig or contig:beg-end, 1-based and inclusive: every base of it")
        .default_text("the only record of FASTA");
    options.begin_group("Effect");
    options.add("--class", &class_, "NAME", "classifiers: the class whose logit is looked at")
        .default_text("the one predicted for the region");
    options.add("--window", &window_, "N", "language models: bases read around each position")
        .range(1, kLongestWindow)
        .default_text("what the model was trained on");
    options.add("--strand", &strand_, "NAME", "language models: the mean over both strands, or the forward one")
        .choices({"both", "forward"});
    options.begin_group("Output");
    options.add("-o,--out", &out_, "FILE", "table to write; bgzip where its name ends in .gz")
        .default_text("standard output");
    options.add("--svg", &svg_, "FILE", "heat map to write: a row per base, a column per position");
    common_.declare(options);
    options.add_example("what each base of a read says for its class, as a table and as a picture",
                        "undula mutate data/models/bacteria.safetensors data/examples/contigs.fa --region "
                        "contig1:101-160 -o effects.tsv --svg effects.svg");
  }

  int run() override {
    common_.apply();
    if (common_.json) refuse("effects are written as a table, not as JSON");
    const IndexedFasta reference(fasta_);
    const MutagenesisRegion region = find_region(reference);
    if (!svg_.empty() && region.part.length() > kMostColumns)
      refuse("--svg shows at most " + grouped(kMostColumns) + " positions; the region has " +
             grouped(region.part.length()));
    EffectWriter table(out_, reference.contig_name(region.contig));
    EffectMap map(svg_.empty() ? Window{} : region.part);
    Progress progress("mutating", "positions", progress_style(common_.quiet, common_.verbose));
    int64_t done = 0;
    const auto emit = [&](const BaseEffects& effects) {
      table.write(effects);
      if (!svg_.empty()) map.add(effects);
      progress.update(++done, region.part.length());
    };
    const std::string effect = read_model(model_).model->config().head == HeadKind::kClass
                                   ? mutate_classifier(region, emit)
                                   : mutate_language_model(region, emit);
    if (!svg_.empty()) {
      const std::string& contig = reference.contig_name(region.contig);
      write_text(svg_, map.svg({region_text(contig, region.part),
                                "colour: " + effect + "; dots: the base that is there",
                                "position in " + contig,
                                {},
                                0,
                                {},
                                {}}));
    }
    table.commit();
    progress.clear();
    if (!common_.quiet) summarise(done, region.part.length() - done, effect);
    return 0;
  }

 private:
  [[noreturn]] static void refuse(const std::string& what) {
    throw Error(ErrorKind::kUsage, what, "command line", "undula mutate --help");
  }

  static void summarise(int64_t done, int64_t ambiguous, const std::string& effect) {
    std::string text = "mutated " + grouped(done) + " positions; effect: " + effect + "\n";
    if (ambiguous > 0) text += "skipped " + grouped(ambiguous) + " positions that are not one base\n";
    std::fputs(text.c_str(), stderr);
  }

  MutagenesisRegion find_region(const IndexedFasta& reference) const {
    if (!region_.empty()) {
      const std::optional<Region> parsed = parse_contig_region(region_);
      if (!parsed) refuse("--region '" + region_ + "' is no region");
      const GenomeInterval part = settle_region(reference, *parsed, "--region " + region_);
      return {reference, part.contig, part.window};
    }
    if (reference.contig_count() != 1)
      refuse(fasta_ + " has " + grouped(reference.contig_count()) + " records: which one is meant, says --region");
    return {reference, 0, {0, reference.contig_length(0)}};
  }

  std::string mutate_classifier(const MutagenesisRegion& region, const EmitEffects& emit) const {
    if (window_ > 0 || strand_ != "both") refuse("--window and --strand are for language models; this is a classifier");
    Classifier classifier(model_, common_.compute());
    ClassifierMutagenesis mutagenesis(classifier, region, target(classifier.card().classes));
    mutagenesis.run(emit);
    return "change of the logit of '" + classifier.card().classes[static_cast<size_t>(mutagenesis.target())] + "'";
  }

  std::string mutate_language_model(const MutagenesisRegion& region, const EmitEffects& emit) const {
    if (!class_.empty()) refuse("--class is for classifiers; this is a language model");
    LanguageModel model(model_, common_.compute());
    mutate_region(model, region, window_ > 0 ? window_ : model.card().window, strand_ == "both", emit);
    return "log-likelihood ratio (nats)";
  }

  std::optional<int64_t> target(const std::vector<std::string>& classes) const {
    if (class_.empty()) return std::nullopt;
    const auto found = std::find(classes.begin(), classes.end(), class_);
    if (found == classes.end())
      throw Error(ErrorKind::kUsage, "the model has no class '" + class_ + "'" + did_you_mean(class_, classes),
                  "--class", "undula info " + model_);
    return found - classes.begin();
  }

  std::string model_, fasta_, region_, class_, out_ = "-", svg_, strand_ = "both";
  int64_t window_ = 0;
  CommonOptions common_;
};

}  // namespace

std::unique_ptr<Command> make_mutate() {
  return std::make_unique<Mutate>();
}

}  // namespace undula::cli

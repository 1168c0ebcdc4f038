#include <cstdio>

#include "audio/tasks/language/language_load.h"
#include "cli/commands/commands.h"
#include "cli/domain.h"
#include "cli/options/common_options.h"
#include "cli/output/evaluation_page.h"
#include "cli/output/evaluation_text.h"
#include "cli/output/language_page.h"
#include "cli/output/language_text.h"
#include "cli/output/position_page.h"
#include "cli/output/position_text.h"
#include "cli/output/print.h"
#include "cli/output/sound_evaluation.h"
#include "cli/output/sound_language_page.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

class Evaluate : public Command {
 public:
  void declare(OptionSet& options) override {
    options_ = &options;
    options.add_positional("MODEL", &model_, "model file made by 'undula train'");
    options.add_positional("DATA", &task_.inputs,
                           "labelled data, in any form that 'undula train' reads; for a model of genomes, FASTA files");
    options.begin_group("Data");
    options.add("--split", &task_.split, "NAME", "what to judge").choices({"test", "valid", "train", "all"});
    options.begin_domain(name_of(Domain::kDna));
    options.add("--lengths", &task_.lengths, "N,N,...", "cut windows of these lengths, and judge each on its own");
    options.add("--windows", &task_.windows, "N", "windows of each length, spread evenly").range(1, 1e9);
    options.add("--regions", &regions_, "FILE", "genomes: BED file with train, valid and test in column 4")
        .default_text("the ends of contigs, as in training");
    options.add("--bed", &bed_, "FILE", "models of positions: BED file with the class of each interval in column 4");
    options.begin_domain("");
    options.add_switch("--no-calibration", &uncalibrated_,
                       "leave probabilities as the network gives them, without the model's temperature");
    options.begin_group("Sound");
    options.begin_domain(name_of(Domain::kSound));
    options.add("--by", &sound_.by, "COLUMN", "of a table: figures for each of its values, a speaker, say")
        .default_text("none");
    options.add("--group-by", &sound_.rows.group_column, "COLUMN", "of a table: intervals resample its values, whole")
        .default_text("group, where there is one");
    options
        .add("--crop", &sound_.crop, "S", "judge the middle S seconds of each sound, shorter ones with silence behind")
        .range(0, 1e6)
        .default_text("whole sounds");
    options.add_switch("--crop-equal", &sound_.crop_equal, "judge as much of each sound as the shortest has");
    options.begin_domain("");
    options.begin_group("Intervals");
    options.add("--resamples", &resamples_, "N", "bootstrap resamples").range(1, 1e6);
    options.add("--seed", &seed_, "N", "seed of the resamples").env("UNDULA_SEED").range(0, 1e18);
    options.begin_group("Output");
    options.add("--report", &report_, "FILE", "HTML page to write: tables, confusion, calibration")
        .default_text("none");
    common_.declare(options);
    options.add_example("how the model that comes with the source does on labelled reads",
                        "undula evaluate data/models/bacteria.safetensors data/reads/bacteria.tsv");
    options.add_example("the same for a program",
                        "undula evaluate data/models/bacteria.safetensors data/reads/bacteria.tsv --json");
    options.add_example("how a classifier of sounds does, beside what their duration alone tells",
                        "undula evaluate data/models/example-chirps.safetensors data/examples/chirps");
  }

  int run() override {
    common_.apply();
    task_.bootstrap.resamples = static_cast<int>(resamples_);
    task_.bootstrap.seed = static_cast<uint64_t>(seed_);
    const Domain domain = domain_of_model(model_);
    choose_domain(*options_, domain, model_);
    if (domain == Domain::kSound) return judge_sounds();
    const ModelConfig config = read_model(model_).model->config();
    if (config.head == HeadKind::kPosition) return judge_positions();
    refuse(!bed_.empty(), "--bed " + bed_, "--bed is for models of positions");
    return is_language_model(config) ? judge_language_model() : judge_classifier();
  }

 private:
  static void refuse(bool given, const std::string& where, const std::string& what) {
    if (given) throw Error(ErrorKind::kUsage, what, where, "undula evaluate --help");
  }

  int judge_sounds() {
    if (is_sound_language_model(read_model(model_))) return judge_sound_language_model();
    refuse(sound_.crop > 0 && sound_.crop_equal, "command line", "--crop and --crop-equal exclude each other");
    SoundClassifier classifier(model_, common_.compute());
    if (uncalibrated_) classifier.skip_calibration();
    sound_.rows.inputs = task_.inputs;
    sound_.split = task_.split;
    sound_.bootstrap = task_.bootstrap;
    const SoundEvaluation found = evaluate_sounds(classifier, sound_);
    if (!common_.quiet)
      for (const std::string& warning : found.warnings) std::fprintf(stderr, "warning: %s\n", warning.c_str());
    if (!report_.empty()) write_text(report_, sound_evaluation_page(found, classifier));
    print(common_.json ? sound_evaluation_json(found, classifier).text() + "\n"
                       : sound_evaluation_text(found, classifier));
    return 0;
  }

  int judge_sound_language_model() {
    refuse(sound_.crop > 0 || sound_.crop_equal || !sound_.by.empty(), "command line",
           "--by, --crop and --crop-equal are for classifiers");
    SoundLanguageModel model(model_, common_.compute());
    LanguageSoundOptions options;
    options.rows = sound_.rows;
    options.rows.inputs = task_.inputs;
    options.codes = model.card().codes;
    options.rate = model.card().rate;
    options.channel = model.card().channel;
    options.seed = model.card().seed;
    options.judge_all = task_.split == "all";
    const SoundLanguageData data = load_language_sounds(options);
    SoundLanguageEvaluation found =
        evaluate_sound_language(model, data, options.judge_all ? Split::kTest : split_from(task_.split),
                                task_.bootstrap.resamples, task_.bootstrap.seed);
    found.split = task_.split;
    const ReportLines lines = sound_language_lines(model, found);
    if (!report_.empty()) write_text(report_, sound_language_page(model, found));
    print(common_.json ? lines.json().text() + "\n" : lines.text());
    return 0;
  }

  int judge_positions() {
    PositionModel model(model_, common_.compute());
    if (uncalibrated_) model.skip_calibration();
    const PositionEvaluation found =
        evaluate_positions(model, {task_.inputs, bed_, task_.split, regions_, task_.bootstrap});
    if (!report_.empty()) write_text(report_, position_evaluation_page(model, found));
    print(common_.json ? position_evaluation_json(model, found).text() + "\n" : position_evaluation_text(model, found));
    return 0;
  }

  int judge_language_model() {
    LanguageModel model(model_, common_.compute());
    LanguageEvaluateOptions options;
    options.genomes = task_.inputs;
    options.split = task_.split;
    options.regions = regions_;
    options.resamples = task_.bootstrap.resamples;
    options.seed = task_.bootstrap.seed;
    const LanguageEvaluation found = evaluate_language_model(model, options);
    const ReportLines lines = language_lines(model, found);
    if (!report_.empty()) write_text(report_, language_evaluation_page(model, found));
    print(common_.json ? lines.json().text() + "\n" : lines.text());
    return 0;
  }

  int judge_classifier() {
    refuse(!regions_.empty(), "--regions " + regions_, "--regions is for models of windows of genomes");
    Classifier classifier(model_, common_.compute());
    if (uncalibrated_) classifier.skip_calibration();
    const Evaluations all = evaluate_classifier(classifier, task_);
    if (!common_.quiet)
      for (const std::string& warning : all.warnings) std::fprintf(stderr, "warning: %s\n", warning.c_str());
    if (!report_.empty()) write_text(report_, evaluation_page(all, classifier));
    print(common_.json ? evaluation_json(all, classifier).text() + "\n" : evaluation_text(all, classifier));
    return 0;
  }

  std::string model_, report_, regions_, bed_;
  bool uncalibrated_ = false;
  int64_t resamples_ = 1000, seed_ = 1;
  EvaluateOptions task_;
  SoundEvaluateOptions sound_;
  CommonOptions common_;
  OptionSet* options_ = nullptr;
};

}  // namespace

std::unique_ptr<Command> make_evaluate() {
  return std::make_unique<Evaluate>();
}

}  // namespace undula::cli

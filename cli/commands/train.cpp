#include <algorithm>
#include <cstdio>
#include <exception>
#include <optional>

#include "cli/commands/commands.h"
#include "cli/options/common_options.h"
#include "cli/output/evaluation_rows.h"
#include "cli/output/plan_text.h"
#include "cli/output/print.h"
#include "cli/output/train_record.h"
#include "cli/output/training_page.h"
#include "cli/signals.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "core/base/error.h"
#include "core/io/toml_config.h"
#include "genomics/tasks/train_task.h"

namespace undula::cli {
namespace {

class Train : public Command {
 public:
  void declare(OptionSet& options) override {
    options_ = &options;
    options
        .add_positional("DATA", &inputs_,
                        "a manifest (TSV or CSV), a CSV of sequence and label, a folder with one sub-folder per class "
                        "or with train, valid and test, or LABEL=FILE pairs")
        .optional();
    options.begin_group("Data");
    options.add("--valid", &valid_, "FILE", "data to choose the best weights on");
    options.add("--test", &test_, "FILE", "data to keep apart for 'undula evaluate'");
    options.add("--lengths", &task_.lengths, "N,N,...", "cut windows of these lengths from long records")
        .default_text("1,000 where a record is longer than 4,096");
    options.add_switch("--whole-records", &task_.whole_records, "read records whole, however long they are");
    options
        .add("--strands", &task_.strands, "WHICH",
             "one: as the sequences are; both: train on both strands and average the logits (Caduceus-Ph); ps, "
             "ps-exchange: a model that reads both at once, reverse-complement equivariant (Caduceus-PS, without and "
             "with the exchange of strands at every block); auto: one for oriented sequences of one length, else both")
        .choices({"auto", "both", "one", "ps", "ps-exchange"});
    options.add("--class-weights", &task_.class_weights, "HOW", "weights of classes in the loss")
        .choices({"none", "balanced"});
    options.begin_group("How long");
    options.add("--steps", &task_.steps, "N", "updates to make").range(1, 1e9).default_text("chosen for the data");
    options.add("--minutes", &task_.minutes, "M", "time to take; becomes steps before the first step")
        .not_recorded()
        .range(0.01, 1e6)
        .default_text("");
    options.add("--patience", &task_.patience, "N", "stop after N validations without a better log-loss; 0: never")
        .range(0, 1e9);
    options.add("--evaluate-every", &task_.evaluate_every, "N", "steps between validations")
        .range(1, 1e9)
        .default_text("a twentieth of the steps");
    options.add("--resume", &resume_, "RUN", "go on with a run folder where it stopped").config_file("run.toml");
    options.begin_group("Model");
    options.add("--preset", &task_.preset, "SIZE", "size of the model").choices({"auto", "tiny", "small", "base"});
    options.add("--stem", &task_.stem, "KIND", "how bases become vectors").choices({"auto", "kmer", "token", "conv"});
    options.add("--kmer", &task_.kmer, "K", "length of the k-mers of that stem").range(1, 8);
    options.add("--stride", &task_.stride, "N", "neighbouring k-mers averaged into one position")
        .range(1, 1024)
        .default_text("chosen for the lengths");
    options.add("--direction", &task_.direction, "WHICH", "what a position sees").choices({"both", "causal"});
    options.add("--d-model", &task_.d_model, "N", "width").range(1, 16384).default_text("the preset's");
    options.add("--layers", &task_.layers, "N", "blocks").range(1, 1024).default_text("the preset's");
    options.add("--d-state", &task_.d_state, "N", "states per channel").range(1, 4096);
    options.add("--dropout", &task_.dropout, "P", "share of features dropped in training")
        .range(-1, 0.95)
        .default_text("0.1 for records, 0 for windows of genomes");
    options
        .add("--mutate", &task_.mutate, "P",
             "chance per base of training sequences to be another one, drawn anew in each epoch")
        .range(-1, 0.75)
        .default_text("0.05 for records, 0 for windows of genomes");
    options.add("--store", &task_.store, "TYPE", "matrices of the model file: f32, or bf16 in half the bytes")
        .choices({"f32", "bf16"});
    options.begin_group("Optimizer");
    options.add("--batch", &task_.batch, "N", "sequences per update")
        .range(1, 1e6)
        .default_text("chosen for the lengths");
    options.add("--learning-rate", &task_.learning_rate, "X", "peak rate")
        .range(1e-9, 10)
        .default_text("chosen for the model");
    options.add("--weight-decay", &task_.weight_decay, "X", "pull of weights to zero").range(0, 10);
    options.add("--seed", &seed_, "N", "seed of everything that is drawn").env("UNDULA_SEED").range(0, 1e18);
    options.begin_group("Output");
    options.add("-o,--out", &out_, "FOLDER", "run folder; FOLDER-2 where it is there").default_text("runs/train");
    options.add_switch("--dry-run", &dry_run_, "stop after the plan").command_line_only();
    common_.declare(options);
    options.add_example("what training on a small table would do",
                        "undula train data/examples/motif.csv --steps 200 --dry-run");
    options.add_example("train on it; the run is runs/motif, or runs/motif-2 where that is there",
                        "undula train data/examples/motif.csv --steps 200 -o runs/motif");
  }

  int run() override {
    common_.apply();
    if (inputs_.empty())
      throw Error(ErrorKind::kUsage, "DATA is missing: what to train on", "command line", "undula train --help");
    task_.seed = static_cast<uint64_t>(seed_);
    const LabelledData data = load();
    record_.end_part("reading");
    const TrainPlan plan = make_plan(data);
    TrainTask task(data, plan, common_.thread_count());
    for (const std::string& finding : task.audit_data())
      if (!common_.quiet) std::fprintf(stderr, "warning: %s\n", finding.c_str());
    const ReportLines lines = describe_plan(data, plan, task, seconds_);
    if (dry_run_) {
      print(common_.json ? lines.json().text() + "\n" : lines.text());
      return 0;
    }
    if (!common_.quiet) std::fputs(lines.text().c_str(), stderr);
    record_.end_part("planning");
    return train(task, lines);
  }

 private:
  LabelledData load() const {
    LabelledDataOptions options;
    options.inputs = inputs_;
    options.valid = valid_;
    options.test = test_;
    options.lengths = task_.lengths;
    options.whole_records = task_.whole_records;
    options.seed = task_.seed;
    return load_labelled_data(options);
  }

  /// Decides everything that is open, and writes the decisions into task_.
  TrainPlan make_plan(const LabelledData& data) {
    const TrainingFacts facts = describe_training(data);
    TrainPlan plan = plan_training(task_, facts);
    const StepCost cost = TrainTask::measure(data, plan, common_.thread_count());
    if (task_.steps == 0 && task_.minutes > 0) plan = plan_for_time(task_, facts, cost);
    seconds_ = estimate_seconds(plan.trainer, cost);
    task_ = resolved(task_, plan);
    return plan;
  }

  int train(TrainTask& task, const ReportLines& lines) {
    const RunFolder folder = resume_.empty() ? RunFolder::create(out_) : RunFolder::open(resume_);
    if (resume_.empty()) {
      write_text(folder.config(), toml_text(options_->resolved()));
    } else {
      task.resume(folder);
    }
    record_.begin(folder, task);
    began_at_step_ = task.steps_done();
    bool finished = false;
    try {
      fit_baseline(task);
      record_.end_part("baseline");
      note_stop_signals();
      finished = run_task(task, folder);
      const double seconds = record_.end_part("training");
      if (finished) write_results(task, folder, lines, seconds);
    } catch (const std::exception& error) {
      record_.end("failed", task, error.what());
      throw;
    }
    const bool early = task.steps_done() < task.plan().trainer.steps;
    record_.end(!finished ? "interrupted" : early ? "stopped early" : "finished", task);
    return finished ? report_end(task, folder) : report_stop(task, folder);
  }

  /// The baseline first: it takes seconds, and it is what the model has to beat.
  void fit_baseline(TrainTask& task) {
    std::vector<BaselineTrial> trials;
    const std::optional<Baseline>& baseline = task.fit_baseline(trials);
    if (!baseline) return;
    baseline_ = baseline->describe();
    for (const BaselineTrial& trial : trials) {
      if (common_.quiet || !(trial.features == baseline->features())) continue;
      std::fprintf(stderr, "baseline        %s: validation %s (%s %%)\n", baseline_.c_str(),
                   fixed(trial.valid_log_loss, 3).c_str(), fixed(100 * trial.valid_accuracy, 1).c_str());
    }
  }

  bool run_task(TrainTask& task, const RunFolder& folder) {
    Progress progress("training", "steps", progress_style(common_.quiet, common_.verbose));
    const int64_t steps = task.plan().trainer.steps;
    std::string validation;
    TrainingObserver observer;
    observer.stepped = [&](const StepReport& step) {
      progress.update(step.step, steps, "loss " + fixed(step.loss, 3) + validation);
    };
    observer.validated = [&](int64_t, const Evaluation& found, bool improved) {
      validation = ", validation " + fixed(found.log_loss, 3) + " (" + fixed(100 * found.accuracy, 1) + " %" +
                   (improved ? ", best)" : ")");
    };
    observer.should_stop = [] { return stop_signal() != 0; };
    return task.run(folder, observer);
  }

  void write_results(TrainTask& task, const RunFolder& folder, const ReportLines& plan, double seconds) {
    task.write_model(folder.model());
    validation_ = task.judge_validation();
    write_text(folder.report(), training_page({folder, task, plan, validation_, baseline_, began_at_step_, seconds,
                                               evaluation_command(task.data(), folder)}));
    record_.end_part("report");
  }

  /// Judges the model on the test split; nothing where there is none.
  std::vector<std::string> evaluation_command(const LabelledData& data, const RunFolder& folder) const {
    const std::vector<int64_t> amounts = data.amounts(Split::kTest);
    if (std::all_of(amounts.begin(), amounts.end(), [](int64_t amount) { return amount == 0; })) return {};
    std::vector<std::string> command = {"undula", "evaluate", folder.model()};
    if (test_.empty()) {
      command.insert(command.end(), inputs_.begin(), inputs_.end());
    } else {
      command.insert(command.end(), {test_, "--split", "all"});
    }
    return command;
  }

  int report_end(const TrainTask& task, const RunFolder& folder) const {
    ReportLines lines;
    lines.add("model", folder.model());
    lines.add("report", folder.report());
    lines.add("best_step", task.best_step());
    if (validation_) {
      const Judgement& judgement = validation_->judgement;
      const auto add = [&](const std::string& name, const Estimate& estimate, bool sign) {
        lines.add(name, interval_text(estimate, Metric::kAccuracy, sign), estimate.value[Metric::kAccuracy]);
      };
      lines.add("valid_log_loss", fixed(judgement.model.value[Metric::kLogLoss], 4),
                judgement.model.value[Metric::kLogLoss]);
      add("valid_accuracy", judgement.model, false);
      if (judgement.baseline) add("baseline_accuracy", *judgement.baseline, false);
      if (judgement.difference) add("difference", *judgement.difference, true);
    }
    print(common_.json ? lines.json().text() + "\n" : lines.text());
    return 0;
  }

  int report_stop(const TrainTask& task, const RunFolder& folder) const {
    if (!common_.quiet)
      std::fprintf(stderr, "stopped and saved after %s steps; to go on: undula train --resume %s\n",
                   grouped(task.steps_done()).c_str(), folder.path().c_str());
    return stop_exit_code(stop_signal());
  }

  OptionSet* options_ = nullptr;
  std::vector<std::string> inputs_;
  std::string valid_, test_, resume_, out_ = "runs/train", baseline_;
  int64_t seed_ = 1, began_at_step_ = 0;
  bool dry_run_ = false;
  double seconds_ = 0;
  TrainOptions task_;
  TrainRecord record_;
  std::optional<EvaluationReport> validation_;
  CommonOptions common_;
};

}  // namespace

std::unique_ptr<Command> make_train() {
  return std::make_unique<Train>();
}

}  // namespace undula::cli

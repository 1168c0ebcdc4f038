#include "cli/commands/commands.h"
#include "cli/domain.h"
#include "cli/options/common_options.h"
#include "cli/output/audit_page.h"
#include "cli/output/audit_pairs.h"
#include "cli/output/audit_text.h"
#include "cli/output/print.h"
#include "cli/output/sound_audit_text.h"
#include "genomics/audit/flagged_pairs.h"

namespace undula::cli {
namespace {

class AuditCommand : public Command {
 public:
  void declare(OptionSet& options) override {
    options_ = &options;
    options.add_positional("DATA", &load_.inputs,
                           "labelled data of DNA or sound, in any form that 'undula train' reads");
    options.begin_group("Data");
    options.add("--valid", &load_.valid, "FILE", "data of the validation split");
    options.add("--test", &load_.test, "FILE", "data of the test split");
    options.begin_domain(name_of(Domain::kDna));
    options.add("--lengths", &load_.lengths, "N,N,...", "windows that training will cut from long records");
    options.add_switch("--whole-records", &load_.whole_records, "training will read long records whole");
    options.begin_domain(name_of(Domain::kSound));
    options.add("--rate", &sound_.front_end.rate, "N", "samples a second that training will bring sounds to")
        .range(0, 1e9)
        .default_text("the lowest rate of the training sounds");
    options.add("--channel", &sound_.front_end.channel, "WHICH",
                "mean of all channels, each as a sound of its own, or the number of one, from 1");
    options
        .add("--group-by", &sound_.rows.group_column, "COLUMN",
             "of a table: sounds with one value belong together, a speaker's, say")
        .default_text("group, where there is one");
    options.begin_domain("");
    options.add("--seed", &seed_, "N", "seed of training, which splits data that has no splits")
        .env("UNDULA_SEED")
        .range(0, 1e18);
    options.begin_group("Checks");
    options
        .add("--threshold", &audit_.threshold, "SHARE",
             "minimizers held by one training sequence that make a near-duplicate")
        .range(0.05, 1)
        .only_for(name_of(Domain::kDna));
    options.add_switch("--strict", &strict_, "exit with 1 where a check warns");
    options.begin_group("Output");
    options.add("-o,--out", &out_, "FILE", "HTML page to write").default_text("none");
    options.add("--pairs", &pairs_, "FILE", "TSV to write: every pair of duplicates, near-duplicates and overlaps")
        .default_text("none");
    common_.declare(options);
    options.add_example("what a score on the bundled table would rest on", "undula audit data/examples/motif.csv");
    options.add_example("what of sounds gives their class away without a listener",
                        "undula audit data/examples/chirps");
    options.add_example("the pairs that were found, to filter them out",
                        "undula audit data/examples/motif.csv --pairs -");
  }

  int run() override {
    common_.apply();
    load_.seed = sound_.seed = static_cast<uint64_t>(seed_);
    const Domain domain = domain_of_data(load_.inputs);
    choose_domain(*options_, domain, load_.inputs.front());
    ThreadPool pool(common_.thread_count());
    return domain == Domain::kSound ? audit_sound(pool) : audit_dna(pool);
  }

 private:
  int audit_dna(ThreadPool& pool) {
    load_.contradictions_allowed = true;
    const LabelledData data = load_labelled_data(load_);
    const Audit found = audit(data, audit_, pool);
    if (!out_.empty()) write_text(out_, audit_page(found, data));
    if (!pairs_.empty()) write_pairs(pairs_, flagged_pairs(found, data), data.classes());
    if (prints_report()) print(common_.json ? audit_json(found, data).text() + "\n" : audit_text(found, data));
    return exit_code(found.findings);
  }

  int audit_sound(ThreadPool& pool) {
    sound_.rows.inputs = load_.inputs;
    sound_.rows.valid = load_.valid;
    sound_.rows.test = load_.test;
    const SoundData data = load_sound_data(sound_, pool);
    const BootstrapOptions bootstrap{.resamples = 1000, .seed = sound_.seed};
    const SoundAudit found = audit_sounds(data, &bootstrap, pool);
    if (!out_.empty()) write_text(out_, sound_audit_page(found, data));
    if (!pairs_.empty()) write_pairs(pairs_, flagged_pairs(found, data), data.dataset.classes);
    if (prints_report())
      print(common_.json ? sound_audit_json(found, data).text() + "\n" : sound_audit_text(found, data));
    return exit_code(found.findings);
  }

  bool prints_report() const { return pairs_ != "-" && out_ != "-"; }
  int exit_code(const std::vector<Finding>& findings) const {
    return strict_ && !warnings_of(findings).empty() ? 1 : 0;
  }

  OptionSet* options_ = nullptr;
  LabelledDataOptions load_;
  SoundDataOptions sound_;
  AuditOptions audit_;
  int64_t seed_ = 1;
  bool strict_ = false;
  std::string out_, pairs_;
  CommonOptions common_;
};

}  // namespace

std::unique_ptr<Command> make_audit() {
  return std::make_unique<AuditCommand>();
}

}  // namespace undula::cli

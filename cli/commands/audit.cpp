#include "cli/commands/commands.h"
#include "cli/options/common_options.h"
#include "cli/output/audit_page.h"
#include "cli/output/audit_pairs.h"
#include "cli/output/audit_text.h"
#include "cli/output/print.h"

namespace undula::cli {
namespace {

class AuditCommand : public Command {
 public:
  void declare(OptionSet& options) override {
    options.add_positional("DATA", &load_.inputs, "labelled data, in any form that 'undula train' reads");
    options.begin_group("Data");
    options.add("--valid", &load_.valid, "FILE", "data of the validation split");
    options.add("--test", &load_.test, "FILE", "data of the test split");
    options.add("--lengths", &load_.lengths, "N,N,...", "windows that training will cut from long records");
    options.add_switch("--whole-records", &load_.whole_records, "training will read long records whole");
    options.add("--seed", &seed_, "N", "seed of training, which splits data that has no splits")
        .env("UNDULA_SEED")
        .range(0, 1e18);
    options.begin_group("Checks");
    options
        .add("--threshold", &audit_.threshold, "SHARE",
             "minimizers held by one training sequence that make a near-duplicate")
        .range(0.05, 1);
    options.add_switch("--strict", &strict_, "exit with 1 where a check warns");
    options.begin_group("Output");
    options.add("-o,--out", &out_, "FILE", "HTML page to write").default_text("none");
    options.add("--pairs", &pairs_, "FILE", "TSV to write: every pair of duplicates, near-duplicates and overlaps")
        .default_text("none");
    common_.declare(options);
    options.add_example("what a score on the bundled table would rest on", "undula audit data/examples/motif.csv");
    options.add_example("the pairs that were found, to filter them out",
                        "undula audit data/examples/motif.csv --pairs -");
  }

  int run() override {
    common_.apply();
    load_.seed = static_cast<uint64_t>(seed_);
    load_.contradictions_allowed = true;
    const LabelledData data = load_labelled_data(load_);
    ThreadPool pool(common_.thread_count());
    const Audit found = audit(data, audit_, pool);
    if (!out_.empty()) write_text(out_, audit_page(found, data));
    if (!pairs_.empty()) write_pairs(pairs_, flagged_pairs(found, data), data.classes());
    if (pairs_ != "-" && out_ != "-")
      print(common_.json ? audit_json(found, data).text() + "\n" : audit_text(found, data));
    return strict_ && !warnings_of(found).empty() ? 1 : 0;
  }

 private:
  LabelledDataOptions load_;
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

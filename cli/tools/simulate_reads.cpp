// The program `undula-simulate-reads`: draws labelled reads from a labelled data set, for trying out a classifier.
#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "cli/program.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "genomics/io/text_writer.h"
#include "genomics/tasks/labelled/labelled_data.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/genome_windows.h"

namespace undula::cli {
namespace {

constexpr double kHighestQuality = 40;
constexpr uint64_t kOrderStream = 0x6f72646572;  // sets the order apart from other random numbers of the same seed

/// The quality letter that says how likely a base is wrong.
char quality_letter(const ReadErrors& errors) {
  const double wrong = errors.substitution + errors.insertion + errors.deletion;
  const double phred = wrong > 0 ? std::min(-10 * std::log10(wrong), kHighestQuality) : kHighestQuality;
  return static_cast<char>('!' + std::lround(std::max(phred, 0.0)));
}

/// A shuffle of 0 .. n - 1, so that neither a read's number nor its place tells its class.
std::vector<int64_t> shuffled(int64_t n, uint64_t seed) {
  const RandomKey key = RandomKey(seed).fold(kOrderStream);
  std::vector<int64_t> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), int64_t{0});
  for (int64_t i = n - 1; i > 0; --i) {
    std::swap(order[static_cast<size_t>(i)], order[static_cast<size_t>(key.below(static_cast<uint64_t>(i), i + 1))]);
  }
  return order;
}

class SimulateReads : public Command {
 public:
  void declare(OptionSet& options) override {
    options.add_positional("DATA", &data_.inputs, "labelled genomes: what undula train reads");
    options.begin_group("Output");
    options.add("-o,--out", &out_, "FILE", "reads as FASTQ; .gz is bgzip, - is standard output");
    options.add("--truth", &truth_, "FILE",
                "TSV of what each read is: id label source contig begin end strand length errors, with begin and end "
                "0-based and half-open");
    options.begin_group("Reads");
    options.add("--split", &split_, "SPLIT", "the part of the data to draw from").choices({"train", "valid", "test"});
    options.add("--per-class", &per_class_, "N", "reads of each class and length").range(1, 1e9);
    options.add("--lengths", &lengths_, "N,...", "read lengths");
    options.add("--substitutions", &errors_.substitution, "P", "chance of a wrong base").range(0, 0.3);
    options.add("--insertions", &errors_.insertion, "P", "chance of an extra base").range(0, 0.3);
    options.add("--deletions", &errors_.deletion, "P", "chance of a missing base").range(0, 0.3);
    options.add("--seed", &seed_, "N", "another seed draws other reads").range(0, 1e18);
    options.add_example("reads of four bacteria, once scripts/demo has fetched their genomes",
                        "undula-simulate-reads build/demo-data/bacteria.tsv -o reads.fq.gz --truth truth.tsv");
  }

  int run() override {
    data_.lengths = lengths_;
    data_.seed = static_cast<uint64_t>(seed_);
    LabelledData data = load_labelled_data(data_);
    const Split split = split_from(split_);
    const std::vector<int64_t> bases = data.genomes.bases(split);
    if (std::count(bases.begin(), bases.end(), 0) > 0) {
      throw Error(ErrorKind::kBadInput, "a class has no bases in the split '" + split_ + "'", data_.inputs.front());
    }
    GenomeWindowOptions options;
    options.lengths = data.lengths;
    options.count = per_class_ * static_cast<int64_t>(data.lengths.size() * data.classes().size());
    options.errors = errors_;
    options.seed = data_.seed;
    const GenomeWindows windows(std::make_shared<Genomes>(std::move(data.genomes)), split, options);
    write(windows);
    return 0;
  }

 private:
  void write(const GenomeWindows& windows) const {
    TextWriter reads(out_), truth(truth_);
    truth.write("id\tlabel\tsource\tcontig\tbegin\tend\tstrand\tlength\terrors\n");
    const char quality = quality_letter(errors_);
    std::vector<uint8_t> tokens;
    int64_t number = 0;
    for (const int64_t i : shuffled(windows.size(), data_.seed)) {
      const GenomeRead read = windows.read(0, i, tokens);
      const std::string id = "r" + std::to_string(++number);
      reads.write("@" + id + "\n" + detokenize(tokens) + "\n+\n" + std::string(tokens.size(), quality) + "\n");
      const Genomes& genomes = windows.genomes();
      truth.write(id + "\t" + genomes.classes[static_cast<size_t>(read.region->label)] + "\t" + read.region->group +
                  "\t" + genomes.records[static_cast<size_t>(read.region->record)].id + "\t" +
                  std::to_string(read.window.begin) + "\t" + std::to_string(read.window.end) + "\t" +
                  (read.reverse ? "-" : "+") + "\t" + std::to_string(tokens.size()) + "\t" +
                  std::to_string(read.errors) + "\n");
    }
    reads.commit();
    truth.commit();
  }

  LabelledDataOptions data_;
  std::vector<int64_t> lengths_ = {150, 300, 500, 1000};
  std::string out_ = "-", truth_ = "truth.tsv", split_ = "test";
  int64_t per_class_ = 100, seed_ = 0;
  ReadErrors errors_ = {0.005, 0.0005, 0.0005};
};

int run(std::vector<std::string> arguments) {
  SimulateReads command;
  return run_command(command, "undula-simulate-reads",
                     "draw labelled reads from labelled genomes, with sequencing errors", arguments);
}

}  // namespace
}  // namespace undula::cli

int main(int argc, char** argv) {
  return undula::cli::run_program(argc, argv, undula::cli::run);
}

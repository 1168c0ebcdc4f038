#include <chrono>
#include <cmath>
#include <cstdio>

#include "cli/commands/commands.h"
#include "cli/commands/generate_sound.h"
#include "cli/domain.h"
#include "cli/options/common_options.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "core/base/error.h"
#include "core/io/json.h"
#include "genomics/io/fasta_text.h"
#include "genomics/io/text_writer.h"
#include "genomics/tasks/generate_task.h"

namespace undula::cli {
namespace {

class Generate : public Command {
 public:
  void declare(OptionSet& options) override {
    options_ = &options;
    options.add_positional("MODEL", &model_, "causal language model made by 'undula train --task lm'");
    options.begin_group("What");
    options
        .add("--prompt", &prompt_, "FILE|SEQUENCE",
             "what to go on from: a sequence, or a FASTA or FASTQ file ('-': standard input), each record of it; for a "
             "model of sound, a sound")
        .default_text("nothing: sequences from their beginning");
    options.begin_domain(cli::name_of(Domain::kDna));
    options.add("--length", &task_.length, "N", "new bases of each sequence, exactly; the prompt does not count")
        .range(1, 1e9)
        .default_text("");
    options.add("--count", &task_.count, "K", "sequences for each prompt").range(1, 1e9);
    options.begin_domain("");
    options.add_switch("--with-prompt", &task_.with_prompt, "let sequences begin with their prompt");
    options.begin_group("Sound (docs/sound-models.md)");
    options.begin_domain(cli::name_of(Domain::kSound));
    sound_.declare(options);
    options.begin_domain("");
    options.begin_group("Sampling");
    options
        .add("--temperature", &task_.sampling.temperature, "T",
             "below 1: likelier bases more often; 0: always the likeliest")
        .range(0, 1000);
    options.add("--top-k", &task_.sampling.top_k, "K", "draw from the K likeliest bases or codes only; 0: from all")
        .range(0, 256);
    options.add("--top-p", &task_.sampling.top_p, "P", "of those, from the fewest whose chances add up to P")
        .range(1e-9, 1);
    seed_option_ = &options.add("--seed", &seed_, "N", "seed of the draws").env("UNDULA_SEED").range(0, 1e18);
    options.begin_group("Output");
    options
        .add(
            "-o,--out", &out_, "FILE",
            "FASTA in lines of 60, compressed where the name ends in .gz; with --json, JSON lines. Sequences are named "
            "PROMPT_1, PROMPT_2, ... by the record that they go on from, or generated_1, ... Of sound, WAV, FLAC or "
            "Ogg "
            "Vorbis by the suffix; standard output gets WAV")
        .default_text("standard output");
    common_.declare(options);
    options.add_example("a thousand bases in the manner of E. coli, with the model that comes with the source",
                        "undula generate data/models/ecoli.safetensors --length 1000");
    options.add_example(
        "a second of sound that goes on from half a second of a tune",
        "undula generate data/models/example-sound.safetensors --prompt data/examples/tune.wav --duration "
        "0.5 --with-prompt --seconds 1 -o more.wav");
    options.add_example("three ways to go on from the start of lacZ",
                        "undula generate data/models/ecoli.safetensors --prompt ATGACCATGATTACGGATTCACTGGCC "
                        "--with-prompt --length 60 --count 3 --temperature 0.8");
  }

  int run() override {
    common_.apply();
    const Domain domain = domain_of_model(model_);
    choose_domain(*options_, domain, model_);
    task_.sampling.seed = static_cast<uint64_t>(seed_);
    if (domain == Domain::kSound)
      return sound_.run({model_, prompt_, out_, task_.with_prompt, task_.sampling, seed_option_->given()}, common_);
    if (task_.length == 0)
      throw Error(ErrorKind::kUsage, "--length is missing: how many new bases", "command line",
                  "undula generate --help");
    GenerateTask task(model_, common_.compute());
    const std::vector<Prompt> prompts = read_prompts(prompt_);
    TextWriter writer(out_);
    Progress progress("generating", "bases", progress_style(common_.quiet, common_.verbose));
    const auto start = std::chrono::steady_clock::now();
    const int64_t sequences = task_.count * static_cast<int64_t>(prompts.size());
    task.run(
        prompts, task_, [&](const GeneratedSequence& made) { writer.write(text_of(made)); },
        [&](int64_t bases) { progress.update(bases, sequences * task_.length); });
    writer.commit();
    progress.clear();
    if (!common_.quiet) summarise(task, sequences, start);
    return 0;
  }

 private:
  std::string text_of(const GeneratedSequence& made) const {
    if (common_.json) return JsonObject().add("id", made.id).add("sequence", made.sequence).text() + "\n";
    return fasta_text(made.id + " prompt=" + std::to_string(made.prompt) + " new=" + std::to_string(task_.length),
                      made.sequence);
  }

  void summarise(const GenerateTask& task, int64_t sequences, std::chrono::steady_clock::time_point start) const {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto bases = static_cast<double>(sequences * task_.length);
    std::string text = "generated " + grouped(sequences) + " sequences of " + grouped(task_.length) + " bases in " +
                       duration(seconds) + ": " + scaled(bases / seconds) + " bases/s\n";
    text += "GC " + fixed(100 * task.generated().gc(), 1) + " %";
    if (task.trained_on()) {
      text += ", training data " + fixed(100 * task.trained_on()->gc(), 1) + " %";
      const double bits = divergence(task.generated(), *task.trained_on());
      if (!std::isnan(bits)) text += "; 4-mers " + fixed(bits, 4) + " bits from the training data's (Jensen-Shannon)";
    }
    std::fputs((text + "\n").c_str(), stderr);
  }

  std::string model_, prompt_, out_ = "-";
  int64_t seed_ = 1;
  GenerateOptions task_;
  GenerateSound sound_;
  CommonOptions common_;
  OptionSet* options_ = nullptr;
  Option* seed_option_ = nullptr;
};

}  // namespace

std::unique_ptr<Command> make_generate() {
  return std::make_unique<Generate>();
}

}  // namespace undula::cli

// The program `undula`: finds the verb and runs it.
#include <string>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/options/parse.h"
#include "cli/output/print.h"
#include "cli/program.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

struct Verb {
  const char* name;
  const char* group;
  const char* summary;
  std::unique_ptr<Command> (*make)();
};

constexpr Verb kVerbs[] = {
    {"train", "Models", "train a classifier of sequences or bases, or a language model", make_train},
    {"classify", "Models", "label DNA sequences with a trained model", make_classify},
    {"evaluate", "Models", "judge a model on labelled sequences, beside a baseline", make_evaluate},
    {"audit", "Models", "find what could make a score on labelled sequences misleading", make_audit},
    {"embed", "Models", "turn DNA sequences into vectors, as a NumPy array", make_embed},
    {"score", "Models", "score sequences, bases, variants or sounds with a language model", make_score},
    {"mutate", "Models", "replace every base of a region, and say what changes", make_mutate},
    {"generate", "Models", "continue DNA or sound, or make it up, with a language model", make_generate},
    {"info", "Files", "say what a sequence file or a model holds", make_info},
    {"doctor", "Help", "report what this machine and this build can do", make_doctor},
};

constexpr const char* kOverviewHint = "undula --help";

std::string overview() {
  std::string text = "undula " UNDULA_VERSION
                     ": train and run Mamba sequence models on DNA\n\n"
                     "usage: undula VERB [options] [INPUT...]\n";
  std::string group;
  for (const Verb& verb : kVerbs) {
    if (group != verb.group) text += "\n" + (group = verb.group) + "\n";
    std::string line = std::string("  ") + verb.name;
    line.resize(14, ' ');
    text += line + verb.summary + "\n";
  }
  return text + "\n'undula VERB --help' explains a verb and ends with examples.\n";
}

const Verb& find_verb(const std::string& name) {
  for (const Verb& verb : kVerbs)
    if (name == verb.name) return verb;
  std::vector<std::string> names;
  for (const Verb& verb : kVerbs) names.push_back(verb.name);
  throw Error(ErrorKind::kUsage, "unknown verb '" + name + "'" + did_you_mean(name, names), "command line",
              kOverviewHint);
}

int run(std::vector<std::string> arguments) {
  if (arguments.empty()) throw Error(ErrorKind::kUsage, "no verb was given", "command line", kOverviewHint);
  const std::string first = arguments.front();
  if (first == "-h" || first == "--help" || first == "help") {
    print(overview());
    return 0;
  }
  if (first == "--version") {
    print("undula " UNDULA_VERSION "\n");
    return 0;
  }
  arguments.erase(arguments.begin());
  const Verb& verb = find_verb(first);
  return run_command(*verb.make(), std::string("undula ") + verb.name, verb.summary, arguments);
}

}  // namespace
}  // namespace undula::cli

int main(int argc, char** argv) {
  return undula::cli::run_program(argc, argv, undula::cli::run);
}

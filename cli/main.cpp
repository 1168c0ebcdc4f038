// The program `undula`: finds the verb, reads its options, runs it, and turns every exception into an exit code.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <new>
#include <string>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/options/help.h"
#include "cli/options/parse.h"
#include "cli/output/print.h"
#include "cli/term/color.h"
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
    {"classify", "Models", "label DNA sequences with a trained model", make_classify},
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

/// True where the arguments ask for help before any `--`.
bool asks_for_help(const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::find_if(arguments.begin(), end, [](const std::string& a) { return a == "-h" || a == "--help"; }) != end;
}

int run_verb(const Verb& verb, const std::vector<std::string>& arguments) {
  const std::unique_ptr<Command> command = verb.make();
  OptionSet options(verb.name, verb.summary);
  command->declare(options);
  if (asks_for_help(arguments)) {
    print(help_text(options));
    return 0;
  }
  parse_options(options, arguments);
  return command->run();
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
  return run_verb(find_verb(first), arguments);
}

/// Opens what the caller closed, so that no file of ours takes the place of a standard stream. Using it still fails.
void hold_standard_streams() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) < 0) open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

int report(const Error& error, bool color) {
  std::string message = error.message();
  const std::string title = "error:";
  if (color && message.rfind(title, 0) == 0) message = red(title) + message.substr(title.size());
  std::fputs(message.c_str(), stderr);
  return error.exit_code();
}

}  // namespace
}  // namespace undula::cli

int main(int argc, char** argv) {
  using namespace undula;
  cli::hold_standard_streams();
  std::signal(SIGPIPE, SIG_DFL);  // a reader that left ends the program quietly, as it ends samtools
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool color =
      cli::may_color(STDERR_FILENO) && std::find(arguments.begin(), arguments.end(), "--no-color") == arguments.end();
  try {
    return cli::run(arguments);
  } catch (const Error& error) {
    return cli::report(error, color);
  } catch (const std::bad_alloc&) {
    return cli::report(Error(ErrorKind::kMissing, "out of memory", "", "a smaller --batch, or a shorter --window"),
                       color);
  } catch (const std::exception& error) {
    return cli::report(Error(ErrorKind::kFailure, error.what()), color);
  }
}

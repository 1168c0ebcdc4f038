#include "cli/program.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <new>

#include "cli/options/help.h"
#include "cli/options/parse.h"
#include "cli/output/print.h"
#include "cli/term/color.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

/// True where the arguments ask for help before any `--`.
bool asks_for_help(const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::find_if(arguments.begin(), end, [](const std::string& a) { return a == "-h" || a == "--help"; }) != end;
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

int run_program(int argc, char** argv, int (*body)(std::vector<std::string> arguments)) {
  hold_standard_streams();
  std::signal(SIGPIPE, SIG_DFL);  // a reader that left ends the program quietly, as it ends samtools
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool color =
      may_color(STDERR_FILENO) && std::find(arguments.begin(), arguments.end(), "--no-color") == arguments.end();
  try {
    return body(arguments);
  } catch (const Error& error) {
    return report(error, color);
  } catch (const std::bad_alloc&) {
    return report(Error(ErrorKind::kMissing, "out of memory", "", "a smaller --batch, or a shorter --window"), color);
  } catch (const std::exception& error) {
    return report(Error(ErrorKind::kFailure, error.what()), color);
  }
}

int run_command(Command& command, const std::string& name, const std::string& summary,
                const std::vector<std::string>& arguments) {
  OptionSet options(name, summary);
  command.declare(options);
  if (asks_for_help(arguments)) {
    print(help_text(options));
    return 0;
  }
  parse_options(options, arguments);
  return command.run();
}

}  // namespace undula::cli

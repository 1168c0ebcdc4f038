// Runs a transcript: commands with the exit code, standard output and standard error that they must give.
//
//   # a comment
//   $ undula doctor --thread        a command for bash, in a fresh temporary folder shared by one transcript
//   > more of the command           continuation of the command
//   text                            a line of standard output
//   ! text                          a line of standard error
//   [2]                             the exit code; without this line it must be 0
//
// In an expected line `*` stands for any text; a line that is only `*` stands for any number of lines.
// Commands see $ROOT (the repository) and the programs of the build first on the path.
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Lines = std::vector<std::string>;

struct Step {
  int line = 0;  // in the transcript
  std::string command;
  Lines out, err;
  int code = 0;
};

std::vector<Step> read_steps(const std::string& path) {
  std::ifstream file(path);
  std::vector<Step> steps;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("$ ")) {
      steps.push_back({number, line.substr(2), {}, {}, 0});
    } else if (line.empty() || line.starts_with("#") || steps.empty()) {
      continue;
    } else if (line.starts_with("> ") && steps.back().out.empty()) {
      steps.back().command += "\n" + line.substr(2);
    } else if (line.starts_with("! ")) {
      steps.back().err.push_back(line.substr(2));
    } else if (line.starts_with("[") && line.ends_with("]")) {
      steps.back().code = std::stoi(line.substr(1));
    } else {
      steps.back().out.push_back(line);
    }
  }
  return steps;
}

Lines read_lines(const std::filesystem::path& path) {
  std::ifstream file(path);
  Lines lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

bool matches(const char* pattern, const char* text) {
  for (; *pattern != '*'; ++pattern, ++text) {
    if (*pattern != *text) return false;
    if (*pattern == '\0') return true;
  }
  for (;; ++text) {
    if (matches(pattern + 1, text)) return true;
    if (*text == '\0') return false;
  }
}

bool matches(const Lines& patterns, size_t p, const Lines& lines, size_t l) {
  if (p == patterns.size()) return l == lines.size();
  if (patterns[p] == "*")
    return matches(patterns, p + 1, lines, l) || (l < lines.size() && matches(patterns, p, lines, l + 1));
  return l < lines.size() && matches(patterns[p].c_str(), lines[l].c_str()) && matches(patterns, p + 1, lines, l + 1);
}

int run(const std::string& command, const std::filesystem::path& folder) {
  { std::ofstream(folder / ".command") << command << "\n"; }
  const std::string shell = "cd '" + folder.string() + "' && bash .command >.out 2>.err </dev/null";
  const int status = std::system(shell.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void show(const char* title, const Lines& expected, const Lines& got) {
  std::cout << "--- expected " << title << "\n";
  for (const auto& line : expected) std::cout << line << "\n";
  std::cout << "+++ got " << title << "\n";
  for (const auto& line : got) std::cout << line << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: transcript FILE.t\n";
    return 2;
  }
  const std::string path = argv[1];
  std::string pattern = (std::filesystem::temp_directory_path() / "undula-transcript-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  const std::vector<Step> steps = read_steps(path);
  int failed = 0;
  for (const Step& step : steps) {
    const int code = run(step.command, folder);
    const Lines out = read_lines(folder / ".out"), err = read_lines(folder / ".err");
    const bool out_ok = matches(step.out, 0, out, 0), err_ok = matches(step.err, 0, err, 0);
    if (code == step.code && out_ok && err_ok) continue;
    ++failed;
    std::cout << path << ":" << step.line << ": $ " << step.command << "\n";
    if (code != step.code) std::cout << "exit code " << code << ", expected " << step.code << "\n";
    if (!out_ok) show("standard output", step.out, out);
    if (!err_ok || code != step.code) show("standard error", step.err, err);
  }
  std::filesystem::remove_all(folder);
  std::cout << steps.size() - static_cast<size_t>(failed) << " passed, " << failed << " failed\n";
  return failed == 0 && !steps.empty() ? 0 : 1;
}

#include "cli/output/run_record.h"

#include <ctime>
#include <filesystem>
#include <fstream>

#include "core/base/machine.h"
#include "core/base/threads.h"
#include "core/cpu/target.h"
#include "core/io/file_digest.h"
#include "genomics/io/htslib_info.h"

namespace undula::cli {
namespace {

constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+,./:@%";

std::string quoted_word(const std::string& word) {
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

std::string shell_text(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + quoted_word(word);
  return text;
}

std::string command_line() {
  std::ifstream file("/proc/self/cmdline");
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
  return shell_text(words);
}

std::string time_text() {
  const std::time_t now = std::time(nullptr);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
  return text;
}

JsonObject describe_process(int threads) {
  return JsonObject()
      .add("command", command_line())
      .add("folder", std::filesystem::current_path().string())
      .add("undula", UNDULA_VERSION)
      .add("compiler", UNDULA_COMPILER)
      .add("program_sha256", digest_file("/proc/self/exe").sha256)
      .add("libraries", JsonObject()
                            .add("htslib", htslib_version())
                            .add("onetbb", onetbb_version())
                            .add("highway", highway_version()))
      .add("host", host_name())
      .add("system", system_name())
      .add("processor", cpu_name())
      .add("cpu_target", current_cpu_target())
      .add("threads", threads);
}

}  // namespace undula::cli

#include "cli/domain.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "audio/io/sound_file.h"
#include "core/base/error.h"
#include "core/io/safetensors.h"
#include "core/model/card_fields.h"

namespace undula::cli {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kFilesLookedAt = 64;  // of a folder
constexpr size_t kLongestLine = 65536;

/// Cells of a line, without quotes and blanks around them.
std::vector<std::string> cells_of(const std::string& line) {
  const char delimiter = line.find('\t') != std::string::npos ? '\t' : ',';
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == delimiter) {
      cells.emplace_back();
    } else if (c != '"' && c != '\r' && (c != ' ' || !cells.back().empty())) {
      cells.back() += c;
    }
  }
  return cells;
}

bool is_number(const std::string& text) {
  char* end = nullptr;
  std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0';
}

/// A table or list whose first row names a sound file, or the labels of one.
bool tells_of_sound(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string header(kLongestLine, '\0');
  file.read(header.data(), static_cast<std::streamsize>(header.size()));
  header.resize(static_cast<size_t>(file.gcount()));
  const size_t end = header.find('\n');
  std::string first = header.substr(0, end);
  if (first.starts_with('{')) return first.find("\"audio_filepath\"") != std::string::npos;
  std::vector<std::string> columns = cells_of(first);
  if (columns.size() == 3 && is_number(columns[0]) && is_number(columns[1])) return true;  // Audacity's labels
  if (end == std::string::npos) return false;
  const std::string second = header.substr(end + 1, header.find('\n', end + 1) - end - 1);
  const std::vector<std::string> cells = cells_of(second);
  for (size_t i = 0; i < std::min(columns.size(), cells.size()); ++i) {
    std::transform(columns[i].begin(), columns[i].end(), columns[i].begin(),
                   [](unsigned char c) { return std::tolower(c); });
    if (columns[i] == "path") return looks_like_sound((fs::path(path).parent_path() / cells[i]).string());
  }
  return false;
}

bool file_is_sound(const std::string& path) {
  return looks_like_sound(path) || tells_of_sound(path);
}

bool folder_is_sound(const std::string& path) {
  std::error_code ignored;
  int64_t seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(path, ignored)) {
    if (!entry.is_regular_file(ignored)) continue;
    if (file_is_sound(entry.path().string())) return true;
    if (++seen == kFilesLookedAt) break;
  }
  return false;
}

bool is_sound(const std::string& input) {
  std::error_code ignored;
  if (fs::is_directory(input, ignored)) return folder_is_sound(input);
  if (fs::is_regular_file(input, ignored)) return file_is_sound(input);
  const size_t equals = input.find('=');
  return equals != std::string::npos && is_sound(input.substr(equals + 1));
}

}  // namespace

const char* name_of(Domain domain) {
  return domain == Domain::kSound ? "sound" : "DNA";
}

Domain domain_of_model(const std::string& path) {
  const TensorFile file = read_tensor_file(path, Checksum::kOptional);
  const auto field = file.metadata.find(kFrontEndKey);
  if (field != file.metadata.end() && field->second.starts_with("sound ")) return Domain::kSound;
  return Domain::kDna;
}

Domain domain_of_data(const std::vector<std::string>& inputs) {
  return std::any_of(inputs.begin(), inputs.end(), is_sound) ? Domain::kSound : Domain::kDna;
}

void choose_domain(OptionSet& options, Domain domain, const std::string& what) {
  for (Option& option : options.options()) {
    if (option.domain().empty() || option.domain() == name_of(domain)) continue;
    if (option.given())
      throw Error(ErrorKind::kUsage,
                  option.names().back() + " is for " + option.domain() + ", not for " + name_of(domain), what,
                  options.command() + " --help");
    option.not_recorded();
  }
}

}  // namespace undula::cli

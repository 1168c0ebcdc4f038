#include "audio/tasks/labelled/sound_jsonl.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "audio/tasks/labelled/sound_table.h"
#include "core/base/error.h"

namespace undula {
namespace {

using nlohmann::json;

/// Text, or a number as text; empty where there is none.
std::string text(const json& object, const std::string& key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::optional<SoundTime> seconds(const json& object, const char* key, const SoundRow& row, const SoundRows& rows) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_number() || found->get<double>() < 0)
    rows.fail(row, "'" + std::string(key) + "' is no number of seconds");
  return SoundTime{found->get<double>(), -1};
}

}  // namespace

bool is_sound_jsonl(const std::string& path) {
  std::ifstream file(path);
  char first = 0;
  return static_cast<bool>(file >> first) && first == '{';
}

void append_sound_jsonl(const std::string& path, Split split, const SoundRowOptions& options, SoundRows& rows) {
  rows.sources.push_back(path);
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  const std::string group = options.group_column.empty() ? "group" : options.group_column;
  const size_t before = rows.rows.size();
  std::ifstream file(path);
  int64_t number = 0;
  for (std::string line; std::getline(file, line);) {
    SoundRow row;
    row.source = static_cast<int32_t>(rows.sources.size()) - 1;
    row.line = ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const json object = json::parse(line, nullptr, false);
    if (!object.is_object()) rows.fail(row, "a line is no JSON object");
    const std::string name = text(object, "audio_filepath");
    if (name.empty()) rows.fail(row, "an object without \"audio_filepath\"");
    row.file = rows.files.number_of((folder / name).string());
    row.start = seconds(object, "offset", row, rows);
    row.duration = seconds(object, "duration", row, rows);
    row.group = text(object, group);
    const std::string label = text(object, "label");
    if (options.labels_needed || !label.empty()) rows.set_label(row, label);
    set_split(text(object, "split"), split, row, rows);
    rows.rows.push_back(std::move(row));
  }
  if (rows.rows.size() == before) throw Error(ErrorKind::kBadInput, "no line holds a sound", path);
  check_splits(rows, before);
}

}  // namespace undula

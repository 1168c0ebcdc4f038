#include "audio/tasks/labelled/sound_rows.h"

#include <algorithm>
#include <filesystem>

#include "audio/io/sound_file.h"
#include "audio/tasks/labelled/label_track.h"
#include "audio/tasks/labelled/sound_jsonl.h"
#include "audio/tasks/labelled/sound_table.h"
#include "core/base/error.h"

namespace undula {
namespace {

namespace fs = std::filesystem;

/// Files below a folder, sorted, so that every machine sees the same order.
std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> entries_of(const std::string& folder) {
  std::vector<std::string> entries;
  for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path().string());
  std::sort(entries.begin(), entries.end());
  return entries;
}

class FormReader {
 public:
  explicit FormReader(const SoundRowOptions& options) : options_(options) {}

  void read(const std::string& input, Split split) {
    const size_t equals = input.find('=');
    if (fs::is_directory(input)) return read_folder(input, split);
    if (fs::exists(input)) return read_file(input, split);
    if (equals != std::string::npos) return read_pair(input.substr(0, equals), input.substr(equals + 1), split, input);
    throw Error(ErrorKind::kMissing, "there is no such file or folder", input);
  }

  SoundRows rows;

 private:
  void read_file(const std::string& path, Split split) {
    if (is_label_track(path)) return append_label_track(path, sound_beside(path), split, rows);
    if (is_sound_jsonl(path)) return append_sound_jsonl(path, split, options_, rows);
    if (looks_like_sound(path)) {
      if (options_.labels_needed)
        throw Error(ErrorKind::kUsage, "a sound without a label", path, "LABEL=" + path + ", a folder or a table");
      rows.sources.push_back(path);
      return add(path, "", split);
    }
    append_sound_table(path, split, options_, rows);
  }

  void read_pair(const std::string& label, const std::string& path, Split split, const std::string& input) {
    if (!fs::exists(path)) throw Error(ErrorKind::kMissing, "there is no such file or folder", path);
    rows.sources.push_back(input);
    if (!fs::is_directory(path)) return add(path, label, split);
    for (const std::string& file : files_below(path)) add_sound(file, label, split);
  }

  void read_folder(const std::string& folder, Split split) {
    bool found = false;
    for (const std::string& entry : entries_of(folder)) {
      const Split named = split_from(fs::path(entry).stem().string());
      if (named == Split::kNone || (!fs::is_directory(entry) && looks_like_sound(entry))) continue;
      read(entry, named);
      found = true;
    }
    if (!found) options_.labels_needed ? read_classes(folder, split) : read_sounds(folder, split);
  }

  /// All sounds below a folder.
  void read_sounds(const std::string& folder, Split split) {
    const size_t before = rows.rows.size();
    rows.sources.push_back(folder);
    for (const std::string& file : files_below(folder)) add_sound(file, "", split);
    if (rows.rows.size() == before) throw Error(ErrorKind::kBadInput, "a folder without sounds", folder);
  }

  /// A sub-folder for each class, or sounds with labels beside them.
  void read_classes(const std::string& folder, Split split) {
    const size_t before = rows.rows.size();
    rows.sources.push_back(folder);
    const auto source = static_cast<int32_t>(rows.sources.size()) - 1;
    int64_t loose = 0;
    for (const std::string& entry : entries_of(folder)) {
      if (fs::is_directory(entry)) {
        source_ = source;
        for (const std::string& file : files_below(entry)) add_sound(file, fs::path(entry).filename(), split);
        source_ = -1;
      } else if (is_label_track(entry)) {
        append_label_track(entry, sound_beside(entry), split, rows);
      } else {
        loose += looks_like_sound(entry);
      }
    }
    if (rows.rows.size() > before) return;
    throw Error(
        ErrorKind::kBadInput,
        loose > 0 ? "a folder of " + std::to_string(loose) + " sounds that have no labels" : "a folder without sounds",
        folder, "a sub-folder for each class, or a table with the columns path and label");
  }

  /// Skips what is no sound: notes and pictures lie in such folders.
  void add_sound(const std::string& path, const std::string& label, Split split) {
    if (looks_like_sound(path)) add(path, label, split);
  }

  void add(const std::string& path, const std::string& label, Split split) {
    SoundRow row;
    row.file = rows.files.number_of(path);
    row.split = split;
    row.source = source_ >= 0 ? source_ : static_cast<int32_t>(rows.sources.size()) - 1;
    if (options_.labels_needed) rows.set_label(row, label);
    rows.rows.push_back(std::move(row));
  }

  const SoundRowOptions& options_;
  int32_t source_ = -1;
};

}  // namespace

std::string SoundRows::where(const SoundRow& row) const {
  const std::string& source = sources[static_cast<size_t>(row.source)];
  return row.line > 0 ? source + ", line " + std::to_string(row.line) : source;
}

void SoundRows::fail(const SoundRow& row, const std::string& what, const std::string& hint) const {
  throw Error(ErrorKind::kBadInput, what, where(row), hint);
}

void SoundRows::set_label(SoundRow& row, const std::string& label) {
  if (const std::string fault = label_fault(label); !fault.empty()) fail(row, fault, "rename the class");
  row.label = labels.number_of(label);
}

SoundRows read_sound_rows(const SoundRowOptions& options) {
  FormReader reader(options);
  const bool own_splits = !options.valid.empty() || !options.test.empty();
  for (const std::string& input : options.inputs) reader.read(input, own_splits ? Split::kTrain : Split::kNone);
  if (!options.valid.empty()) reader.read(options.valid, Split::kValid);
  if (!options.test.empty()) reader.read(options.test, Split::kTest);
  return std::move(reader.rows);
}

}  // namespace undula

#include "genomics/tasks/labelled/labelled_forms.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "core/base/error.h"
#include "genomics/io/byte_stream.h"
#include "genomics/io/sequence_table.h"
#include "genomics/tasks/labelled/labelled_table.h"

namespace undula {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> kSequenceSuffixes = {".fa",  ".fasta", ".fna", ".ffn",
                                                               ".fas", ".frn",   ".fq",  ".fastq"};
constexpr std::array<std::string_view, 3> kTableSuffixes = {".csv", ".tsv", ".txt"};

/// The name without a suffix of compression.
fs::path plain_name(const fs::path& path) {
  const std::string suffix = path.extension();
  return suffix == ".gz" || suffix == ".bgz" ? path.stem() : path.filename();
}

template <size_t N>
bool has_suffix(const fs::path& path, const std::array<std::string_view, N>& suffixes) {
  return std::find(suffixes.begin(), suffixes.end(), plain_name(path).extension().string()) != suffixes.end();
}

/// Visible entries of a folder, by name.
std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.path().filename().string().starts_with('.')) entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

/// The entry of a folder that holds one split; empty where there is none.
fs::path entry_of_split(const fs::path& folder, Split split) {
  fs::path found;
  for (const fs::path& entry : sorted_entries(folder)) {
    const bool folder_entry = fs::is_directory(entry);
    const fs::path name = folder_entry ? entry.filename() : plain_name(entry).stem();
    if (split_from(name.string()) != split || (!folder_entry && !has_suffix(entry, kTableSuffixes))) continue;
    if (!found.empty()) {
      throw Error(ErrorKind::kBadInput, "two entries for the same split: " + found.string() + " and " + entry.string(),
                  folder);
    }
    found = entry;
  }
  return found;
}

class Forms {
 public:
  Forms(bool labels_needed, LabelledRows& rows) : labels_needed_(labels_needed), rows_(rows) {}

  /// One input of any form but LABEL=FILE.
  void append(const fs::path& input, Split split) {
    if (!fs::is_directory(input)) {
      append_table(input, split, labels_needed_, rows_);
    } else if (split == Split::kNone && !entry_of_split(input, Split::kTrain).empty()) {
      rows_.separate_files = true;
      for (const Split part : {Split::kTrain, Split::kValid, Split::kTest}) {
        const fs::path entry = entry_of_split(input, part);
        if (!entry.empty()) append(entry, part);
      }
    } else {
      append_class_folders(input, split);
    }
  }

  /// LABEL=FILE.
  void append_pair(const std::string& pair, Split split) {
    const size_t equals = pair.find('=');
    rows_.sources.push_back(pair);
    append_file(pair.substr(0, equals), pair.substr(equals + 1), split);
  }

 private:
  void append_class_folders(const fs::path& folder, Split split) {
    rows_.sources.push_back(folder);
    bool any = false;
    for (const fs::path& entry : sorted_entries(folder)) {
      if (!fs::is_directory(entry)) continue;
      any = true;
      size_t files = 0;
      for (const fs::path& file : sorted_entries(entry)) {
        if (!fs::is_regular_file(file) || !has_suffix(file, kSequenceSuffixes)) continue;
        append_file(entry.filename(), file, split);
        ++files;
      }
      if (files == 0) {
        throw Error(ErrorKind::kBadInput,
                    "the folder of class '" + entry.filename().string() + "' has no sequence files", entry,
                    "names that end in .fa, .fasta, .fna, .fq or .fastq, with or without .gz");
      }
    }
    if (any) return;
    throw Error(ErrorKind::kBadInput, "no labelled data in this folder", folder,
                "one folder per class with FASTA or FASTQ files, or train.csv, dev.csv and test.csv");
  }

  void append_file(const std::string& label, const std::string& file, Split split) {
    LabelledRow row;
    row.source = static_cast<int32_t>(rows_.sources.size()) - 1;
    row.label = rows_.label_number(label, row);
    row.file = rows_.files.number_of(file);
    row.split = split;
    rows_.rows.push_back(std::move(row));
  }

  bool labels_needed_;
  LabelledRows& rows_;
};

bool is_pair(const std::string& input) {
  return input.find('=') != std::string::npos && !fs::exists(input);
}

}  // namespace

bool is_labelled_form(const std::string& input) {
  if (is_pair(input) || fs::is_directory(input)) return true;
  if (!fs::is_regular_file(input)) return false;
  InputFile file(input);
  if (file.holds_alignments()) return false;
  ByteStream stream(std::move(file));
  const std::string_view start = stream.next();
  if (start.starts_with('>') || start.starts_with('@')) return false;
  const SequenceTable table(input);
  return table.find("sequence") >= 0 || table.find("path") >= 0;
}

LabelledRows read_labelled_rows(const std::vector<std::string>& inputs, const std::string& valid,
                                const std::string& test, bool labels_needed) {
  LabelledRows rows;
  Forms forms(labels_needed, rows);
  if (inputs.empty()) throw Error(ErrorKind::kUsage, "no data was given", "command line");
  if (std::all_of(inputs.begin(), inputs.end(), is_pair)) {
    for (const std::string& pair : inputs) forms.append_pair(pair, Split::kNone);
  } else if (inputs.size() == 1) {
    forms.append(inputs.front(), Split::kNone);
  } else {
    throw Error(ErrorKind::kUsage, "several inputs that are not all LABEL=FILE", "command line",
                "one table or folder, or a LABEL=FILE for each class");
  }
  if (valid.empty() && test.empty()) return rows;
  rows.separate_files = true;
  for (LabelledRow& row : rows.rows) {
    if (row.split == Split::kNone) row.split = Split::kTrain;
  }
  if (!valid.empty()) forms.append(valid, Split::kValid);
  if (!test.empty()) forms.append(test, Split::kTest);
  return rows;
}

}  // namespace undula

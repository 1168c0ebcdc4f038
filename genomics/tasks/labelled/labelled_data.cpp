#include "genomics/tasks/labelled/labelled_data.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/base/suggest.h"
#include "genomics/tasks/labelled/labelled_checks.h"
#include "genomics/tasks/labelled/labelled_forms.h"
#include "genomics/tasks/labelled/labelled_pieces.h"
#include "genomics/tasks/labelled/labelled_splits.h"
#include "genomics/windows/region.h"

namespace undula {
namespace {

constexpr int64_t kDefaultWindow = 1000;

/// Renumbers the rows' labels as indices into the classes, which it returns.
std::vector<std::string> settle_classes(const std::vector<std::string>& known, LabelledRows& rows) {
  const std::vector<std::string>& labels = rows.labels.names();
  const std::vector<std::string> classes = known.empty() ? sorted_classes(labels) : known;
  for (LabelledRow& row : rows.rows) {
    if (row.label < 0) continue;
    const std::string& label = labels[static_cast<size_t>(row.label)];
    const auto found = std::find(classes.begin(), classes.end(), label);
    if (found == classes.end()) {
      const std::string near = closest(label, classes);
      std::string listed;
      for (const std::string& name : classes) listed += (listed.empty() ? "" : ", ") + name;
      rows.fail(row, "the model does not know the label '" + label + "'; its classes are: " + listed,
                near.empty() ? "" : "did you mean '" + near + "'?");
    }
    row.label = static_cast<int32_t>(found - classes.begin());
  }
  rows.labels = NameIndex();
  for (const std::string& name : classes) rows.labels.number_of(name);
  return classes;
}

/// Throws unless each class has training data.
void check_trained(const std::vector<std::string>& classes, const LabelledRows& rows, const LabelledPieces& loaded) {
  std::vector<bool> trained(classes.size(), false);
  for (const LabelledPiece& piece : loaded.pieces) {
    const int32_t label = rows.rows[static_cast<size_t>(piece.row)].label;
    if (piece.split == Split::kTrain && label >= 0) trained[static_cast<size_t>(label)] = true;
  }
  const auto without = std::find(trained.begin(), trained.end(), false);
  if (without != trained.end()) {
    throw Error(ErrorKind::kBadInput,
                "class '" + classes[static_cast<size_t>(without - trained.begin())] + "' has no training data",
                rows.sources.front());
  }
}

/// Tables, then sequence files, each once.
std::vector<std::string> files_of(const LabelledRows& rows) {
  NameIndex files;
  for (const std::string& source : rows.sources) {
    if (std::filesystem::exists(source) && !std::filesystem::is_directory(source)) files.number_of(source);
  }
  for (const std::string& file : rows.files.names()) files.number_of(file);
  return files.names();
}

std::vector<LabelledPlace> places_of(const LabelledRows& rows, const LabelledPieces& loaded) {
  std::vector<LabelledPlace> places;
  for (const LabelledPiece& piece : loaded.pieces) {
    const LabelledRow& row = rows.rows[static_cast<size_t>(piece.row)];
    places.push_back({piece.record, piece.window, row.source, row.line});
  }
  return places;
}

Dataset make_dataset(const LabelledRows& rows, LabelledPieces loaded) {
  std::vector<int32_t> uses(loaded.records.size(), 0);
  for (const LabelledPiece& piece : loaded.pieces) ++uses[static_cast<size_t>(piece.record)];
  Dataset dataset;
  for (const LabelledPiece& piece : loaded.pieces) {
    const LabelledRow& row = rows.rows[static_cast<size_t>(piece.row)];
    GenomeRecord& record = loaded.records[static_cast<size_t>(piece.record)];
    Sample& sample = dataset.samples.emplace_back();
    sample.id = loaded.is_whole(piece) ? record.id : region_text(record.id, piece.window);
    if (uses[static_cast<size_t>(piece.record)] == 1 && loaded.is_whole(piece)) {
      sample.tokens = std::move(record.tokens);
    } else {
      sample.tokens.assign(record.tokens.begin() + piece.window.begin, record.tokens.begin() + piece.window.end);
    }
    sample.label = row.label;
    sample.weight = row.weight;
    sample.group = row.group;
    sample.split = piece.split;
  }
  return dataset;
}

Genomes make_genomes(const LabelledRows& rows, LabelledPieces loaded) {
  Genomes genomes;
  for (const LabelledPiece& piece : loaded.pieces) {
    const LabelledRow& row = rows.rows[static_cast<size_t>(piece.row)];
    const std::string& group = row.group.empty() ? loaded.record_of(piece).id : row.group;
    genomes.regions.push_back({piece.record, piece.window, row.label, row.weight, group, piece.split});
  }
  genomes.records = std::move(loaded.records);
  return genomes;
}

}  // namespace

std::vector<LabelledSequence> LabelledData::sequences() const {
  std::vector<LabelledSequence> all;
  for (const Sample& sample : dataset.samples)
    all.push_back({sample.split, sample.label, sample.weight, sample.tokens});
  for (const GenomeRegion& region : genomes.regions) {
    const std::span<const uint8_t> record(genomes.records[static_cast<size_t>(region.record)].tokens);
    all.push_back(
        {region.split, region.label, region.weight,
         record.subspan(static_cast<size_t>(region.window.begin), static_cast<size_t>(region.window.length()))});
  }
  return all;
}

LabelledData load_labelled_data(const LabelledDataOptions& options) {
  if (options.whole_records && !options.lengths.empty()) {
    throw Error(ErrorKind::kUsage, "--whole-records and --lengths exclude each other", "command line",
                "give one of them");
  }
  LabelledRows rows = read_labelled_rows(options.inputs, options.valid, options.test, options.labels_needed);
  const std::vector<std::string> classes = settle_classes(options.classes, rows);
  const bool new_classes = options.classes.empty() && options.labels_needed;
  if (new_classes && classes.size() < 2) {
    throw Error(ErrorKind::kBadInput, "only one class: '" + classes.front() + "'", rows.sources.front(),
                "a classifier needs examples of two classes or more");
  }
  LabelledPieces loaded = load_pieces(rows);
  if (loaded.pieces.empty()) throw Error(ErrorKind::kBadInput, "no sequence has any bases", rows.sources.front());

  LabelledData data;
  data.files = files_of(rows);
  const bool any_long = std::any_of(loaded.pieces.begin(), loaded.pieces.end(), [](const LabelledPiece& piece) {
    return piece.window.length() > kLongestWholeRecord;
  });
  data.windows_needed = (any_long && !options.whole_records) || !options.lengths.empty();
  if (!options.contradictions_allowed && !rows.separate_files) check_same_sequence(rows, loaded);
  if (data.windows_needed) {
    data.lengths = options.lengths.empty() ? std::vector<int64_t>{kDefaultWindow} : options.lengths;
    if (!options.contradictions_allowed) check_overlapping_labels(rows, loaded);
    const int64_t longest = *std::max_element(data.lengths.begin(), data.lengths.end());
    if (options.split_needed) split_regions(rows, loaded, longest, options.seed);
  } else if (options.split_needed) {
    split_sequences(rows, loaded, options.seed);
  }
  if (new_classes && options.split_needed) check_trained(classes, rows, loaded);

  data.places = places_of(rows, loaded);
  data.sources = rows.sources;
  if (data.windows_needed) {
    data.genomes = make_genomes(rows, std::move(loaded));
    data.genomes.classes = classes;
  } else {
    data.dataset = make_dataset(rows, std::move(loaded));
    data.dataset.classes = classes;
  }
  return data;
}

}  // namespace undula

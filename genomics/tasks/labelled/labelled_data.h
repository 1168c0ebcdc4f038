#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/sample.h"
#include "genomics/windows/genomes.h"

namespace undula {

/// Records up to this length are read whole, unless something else is asked for.
constexpr int64_t kLongestWholeRecord = 4096;

struct LabelledDataOptions {
  std::vector<std::string> inputs;  ///< the forms of genomics/tasks/labelled/labelled_forms.h
  std::string valid, test;          ///< data of their own for these splits; may be empty
  /// Window lengths to mix. Empty: records are read whole, or in windows of 1,000 where one is longer than
  /// kLongestWholeRecord.
  std::vector<int64_t> lengths;
  bool whole_records = false;  ///< read records whole however long they are; excludes `lengths`
  /// The classes that a model knows, in its order; empty: those of the data, sorted (as numbers where all are).
  std::vector<std::string> classes;
  bool labels_needed = true;  ///< false: rows may lack labels
  bool split_needed = true;   ///< true: what has no split gets one (genomics/tasks/labelled/labelled_splits.h)
  bool contradictions_allowed = false;  ///< true: the same sequence, or overlapping parts, may have two labels
  uint64_t seed = 0;
};

/// Where a sequence comes from.
struct LabelledPlace {
  int32_t record = 0;  ///< those of one record share the number ...
  Window window;       ///< ... and this is the part of it
  int32_t source = 0;  ///< index into LabelledData::sources
  int64_t line = 0;    ///< in the source; 0: no line
};

/// One sequence of a data set: a sample, or a region that windows are drawn from.
struct LabelledSequence {
  Split split = Split::kNone;
  int32_t label = 0;
  float weight = 1;
  std::span<const uint8_t> tokens;
};

/// A labelled data set, in memory.
struct LabelledData {
  bool windows_needed = false;        ///< which of the two holds the data
  Dataset dataset;                    ///< short sequences, read whole
  Genomes genomes;                    ///< sequences to draw windows from (genomics/windows/genome_windows.h) ...
  std::vector<int64_t> lengths;       ///< ... of these lengths
  std::vector<LabelledPlace> places;  ///< where each sample, or region, comes from
  std::vector<std::string> sources;   ///< tables and arguments that name the sequences
  std::vector<std::string> files;     ///< that were read: tables, then sequences

  /// (classes) what a split holds of each class: samples or, where windows are drawn, bases.
  std::vector<int64_t> amounts(Split split) const {
    return windows_needed ? genomes.bases(split) : dataset.counts(split);
  }
  /// All sequences, in order; they live as long as the data.
  std::vector<LabelledSequence> sequences() const;
  const std::vector<std::string>& classes() const { return windows_needed ? genomes.classes : dataset.classes; }
};

/// Reads a data set in any of its forms. The same options give the same data.
///
/// Errors, kBadInput unless said otherwise, each with file and line: those of the forms; kUsage for whole records with
/// lengths; fewer than two classes, a class without training data, or, with `classes` given, a label that is not among
/// them; the same sequence (or overlapping parts of one record, for windows) under two labels, but in a data set whose
/// splits come as separate files, as published benchmarks do: that is taken as it is (genomics/audit says what is wrong
/// with it).
LabelledData load_labelled_data(const LabelledDataOptions& options);

}  // namespace undula

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/name_index.h"
#include "core/data/sample.h"

namespace undula {

/// What one row of a manifest, or one LABEL=FILE pair, says: which bases, and what they are.
struct LabelledRow {
  int32_t file = -1;            ///< index into LabelledRows::files; -1: the row brings its bases itself
  std::vector<uint8_t> tokens;  ///< the bases of a row without file
  std::string id;               ///< of the one record meant; empty: every record of the file
  int64_t begin = 0;            ///< of the part of the record that is meant, 0-based
  std::optional<int64_t> end;   ///< half-open; nothing: the record's end
  int32_t label = -1;           ///< index into LabelledRows::labels; -1: none
  float weight = 1;
  std::string group;
  Split split = Split::kNone;
  int32_t source = 0;  ///< index into LabelledRows::sources
  int64_t line = 0;    ///< in the source; 0: no line
};

/// All rows of a data set, in the order given.
struct LabelledRows {
  NameIndex files;  ///< sequence files that rows name
  NameIndex labels;
  std::vector<std::string> sources;  ///< tables and arguments that rows stand in
  std::vector<LabelledRow> rows;
  bool separate_files = false;  ///< the splits came as separate files: a published data set, taken as it is

  /// "manifest.tsv, line 7".
  std::string where(const LabelledRow& row) const;
  /// Throws kBadInput at the row's place.
  [[noreturn]] void fail(const LabelledRow& row, const std::string& what, const std::string& hint = "") const;

  /// The number of a label. Throws kBadInput for a name that is empty or holds a tab, a line end or '='.
  int32_t label_number(const std::string& label, const LabelledRow& row);
};

}  // namespace undula

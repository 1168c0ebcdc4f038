#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audio/io/time_text.h"
#include "core/data/name_index.h"
#include "core/data/sample.h"

namespace undula {

/// What one row of a manifest, one labelled stretch or one file of a folder says: which sound, and what it is.
struct SoundRow {
  int32_t file = 0;                   ///< index into SoundRows::files
  std::optional<SoundTime> start;     ///< none: the beginning
  std::optional<SoundTime> duration;  ///< none: to the end
  int32_t label = -1;                 ///< index into SoundRows::labels; -1: none
  std::string group;                  ///< what must not be torn apart: a speaker; may be empty
  Split split = Split::kNone;
  int32_t source = 0;  ///< index into SoundRows::sources
  int64_t line = 0;    ///< in the source; 0: no line
};

/// What forms of data are read with.
struct SoundRowOptions {
  std::vector<std::string> inputs;
  std::string valid, test;   ///< data of their own for these splits; may be empty
  std::string group_column;  ///< whose cells become groups; empty: 'group', where there is one
  bool labels_needed = true;
};

/// All rows of a data set, in the order given.
struct SoundRows {
  NameIndex files;  ///< sounds
  NameIndex labels;
  std::vector<std::string> sources;  ///< tables, folders and arguments that rows stand in
  std::vector<SoundRow> rows;

  /// "manifest.tsv, line 7".
  std::string where(const SoundRow& row) const;
  /// Throws kBadInput at the row's place.
  [[noreturn]] void fail(const SoundRow& row, const std::string& what, const std::string& hint = "") const;
  /// Sets the label of a row. Throws kBadInput for a name that cannot be one.
  void set_label(SoundRow& row, const std::string& label);
};

/// Reads what is said about sounds, without reading them (docs/sound.md):
///   a table (CSV or TSV)   sound_table.h
///   JSON lines             one object a line with NeMo's keys: audio_filepath, offset, duration, label, split
///   Audacity's labels      start, end and label a line, in seconds; the sound beside it has the same name
///   a folder of folders    one per class; or of sounds with Audacity's labels beside them
///   a folder with train and test (also valid or dev)    each of one of these forms
///   LABEL=FILE ...         FILE a sound or a folder of sounds
/// Where labels are not needed, sounds and folders of sounds without any are read too.
/// `valid` and `test` are data of their own for those splits; all else is for training then. Paths are relative to the
/// file that names them. Errors: kUsage where inputs are of no one form, kBadInput and kMissing with the place.
SoundRows read_sound_rows(const SoundRowOptions& options);

}  // namespace undula

#pragma once
#include <string>

#include "audio/tasks/labelled/sound_rows.h"

namespace undula {

/// Appends the rows of a table (core/io/table_reader.h) whose header names its columns:
///   path             a sound, relative to the table's folder
///   label            the class
///   split            train, valid (also dev) or test: for all rows or for none
///   start, duration  the part that is meant: seconds, timecodes or samples (audio/io/time_text.h)
///   group            or another column of the options: kept together in splits, resampled together in intervals
/// Other columns are not looked at. Rows without a split get `split`. Errors: kBadInput that names the line.
void append_sound_table(const std::string& path, Split split, const SoundRowOptions& options, SoundRows& rows);

/// Sets the split of a row from a word; `split` is that of the whole file, or kNone. Throws kBadInput for another word
/// and where the two differ.
void set_split(const std::string& word, Split split, SoundRow& row, const SoundRows& rows);

/// Throws kBadInput where only some of the rows from number `first` on have a split.
void check_splits(const SoundRows& rows, size_t first);

}  // namespace undula

#pragma once
#include <string>

#include "genomics/tasks/labelled/labelled_rows.h"

namespace undula {

/// Appends the rows of a table (genomics/io/sequence_table.h) whose header names its columns:
///   path or sequence   a sequence file, relative to the table's folder, or the bases themselves
///   label              the class (may be missing where `labels_needed` is false)
///   id                 the name of one record in `path`; without it every record, each labelled
///   region             `[contig:]beg-end`, 1-based and inclusive; or start and end, 0-based and half-open
///   split              train, valid (also dev) or test: for all rows or for none
///   weight             a positive number
///   group              a genome, a patient: kept together when short sequences are split, and resampled together in
///                      intervals
/// Other columns are not looked at. Rows without a split get `split`.
/// Errors: those of SequenceTable; kBadInput that names the line.
void append_table(const std::string& path, Split split, bool labels_needed, LabelledRows& rows);

}  // namespace undula

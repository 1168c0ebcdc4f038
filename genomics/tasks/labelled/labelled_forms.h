#pragma once
#include <string>
#include <vector>

#include "genomics/tasks/labelled/labelled_rows.h"

namespace undula {

/// Reads what is said about a data set, in any of its forms, without reading sequence files:
///   a table                          labelled_table.h
///   LABEL=FILE ...                   every record of FILE is of that class
///   a folder of folders              one per class, each with FASTA and FASTQ files
///   a folder with train, valid (or dev) and test    tables (train.csv, train.tsv.gz ...) or folders of folders
/// `valid` and `test` (may be empty) are data of their own for those splits; all else is for training then.
/// Errors: kUsage where `inputs` are of no one form; kBadInput and kMissing from what is read.
LabelledRows read_labelled_rows(const std::vector<std::string>& inputs, const std::string& valid,
                                const std::string& test, bool labels_needed);

/// True for an input that is of one of these forms: a folder, LABEL=FILE, or a file that begins with the header of a
/// table. Other files are for AlignmentReader and SequenceReader.
bool is_labelled_form(const std::string& input);

}  // namespace undula

#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "genomics/io/alignment_filter.h"
#include "genomics/io/alignment_reader.h"
#include "genomics/tasks/classify/call_stream.h"
#include "genomics/tasks/classify/classify_checkpoint.h"
#include "genomics/windows/window_reader.h"

namespace undula {

struct ClassifyOptions {
  double confidence = 0;            ///< calls whose best probability is less abstain
  bool per_window = false;          ///< one call per window, not per record
  bool keep_text = false;           ///< calls hold the text of their records; these must be FASTA or FASTQ
  bool interleaved = false;         ///< records two by two are the mates of a pair
  bool unpaired = false;            ///< one call per record of alignments, whatever their order
  AlignmentSource source = {};      ///< what is read of BAM, CRAM and SAM
  AlignmentFilter alignments = {};  ///< records of these to classify
  int threads = 1;                  ///< that may read, in total
};

/// What went through.
struct ClassifyTotals : CallCounts {
  int64_t records = 0;  ///< sequences; a pair has two
  int64_t bases = 0;
  int64_t outside = 0;      ///< records shorter or longer than all that the model was trained on
  int64_t mates_apart = 0;  ///< mates of alignments called one by one, because they may lie apart
};

/// Gets every record of an alignment file, in order, with the number of the call that it belongs to.
using AlignmentSink = std::function<void(AlignmentRecord record, std::optional<int64_t> call)>;

/// Classifies sequence files in constant memory, one call per record, in input order.
/// Errors: those of SequenceReader and AlignmentReader, and kBadInput for mates without partner. Every call before the
/// bad record has been emitted when an error is thrown.
class ClassifyTask {
 public:
  ClassifyTask(Classifier& classifier, const ClassifyOptions& options, std::function<void(const Call&)> emit);

  /// A FASTA, FASTQ, BAM, CRAM or SAM file ("-" is standard input), or any form of labelled data
  /// (genomics/tasks/labelled/labelled_forms.h), whose labels are not looked at. Tables that hold sequences or name
  /// parts of files are read into memory.
  void run(const std::string& path);
  /// Record i of one file and record i of the other are mates: one call per pair.
  void run_pair(const std::string& first, const std::string& second);
  /// Alignments: one call per record that options.alignments keeps, in its original strand. Mates that follow each
  /// other share a call where the header says that the file is grouped by name, as `samtools collate` leaves it, and
  /// with options.interleaved; secondary and supplementary records are then no part of it. kBadInput where
  /// options.interleaved is asked of a file sorted by coordinate.
  void run_alignments(AlignmentReader& reader, const AlignmentSink& sink = {});
  /// Runs what waits and emits every call that is complete.
  void flush() { calls_.finish(); }

  /// Leaves out the calls that an earlier run on the same files made up to `from`: they are read, not emitted.
  /// kBadInput from the methods above, or from check_skipped() at the end, where the files hold something else.
  void go_on(const ClassifyCheckpoint& from);
  void check_skipped() const;
  /// What was emitted so far; the caller adds what it wrote.
  ClassifyCheckpoint checkpoint() const { return {calls_emitted_, digest_, 0, totals_, {}}; }

  const ClassifyTotals& totals() const { return totals_; }

 private:
  void run_file(const std::string& path);
  void run_labelled(const std::string& path);
  void classify_records(WindowReader& windows);
  /// `first` and `second` may be the same reader: then mates follow each other.
  void classify_mates(WindowReader& first, WindowReader& second, const std::string& first_name,
                      const std::string& second_name);
  /// Adds a record to the calls; true where that began a new call, false for the mate of the record before.
  bool add_alignment(const AlignmentRecord& record, std::span<const uint8_t> tokens, bool join_mates);
  /// Adds the record that `windows` stands on to the open call.
  void add_mate(WindowReader& windows, size_t member);
  [[noreturn]] static void refuse_text(const std::string& name);
  /// Decides whether a call abstains, counts it, and emits it.
  void finish_call(Call& call);
  void call_sequence(const std::string& id, std::span<const uint8_t> tokens);
  void count(int64_t length);
  /// Runs `read`; what was read before an error in the input is emitted all the same.
  void emit_all(const std::function<void()>& read);

  Classifier& classifier_;
  ClassifyOptions options_;
  ClassifyTotals totals_;
  int64_t calls_emitted_ = 0;
  uint32_t digest_ = 0;    // of the last call emitted
  bool emitting_ = false;  // stays true where that throws
  std::function<void(const Call&)> emit_;
  CallStream calls_;
  uint16_t open_flags_ = 0;  // of the record whose call waits for its mate
};

}  // namespace undula

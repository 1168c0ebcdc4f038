#pragma once
#include <functional>
#include <string>

#include "genomics/io/alignment_filter.h"
#include "genomics/io/alignment_reader.h"
#include "genomics/tasks/classify/window_means.h"
#include "genomics/tasks/model/embedder.h"

namespace undula {

struct EmbedOptions {
  bool per_window = false;          ///< one row per window, not per record
  AlignmentFilter alignments = {};  ///< records of BAM, CRAM and SAM to embed
  AlignmentSource source = {};      ///< what is read of these files
  int threads = 1;                  ///< that may read, in total
};

/// Embeds sequences in constant memory, one row per record, in input order: the mean over its windows, weighted by
/// their unambiguous bases; a record without any has no values. Errors: those of SequenceReader, AlignmentReader,
/// BedReader and IndexedFasta. Every row before the bad record has been emitted when an error is thrown.
class EmbedTask {
 public:
  EmbedTask(Embedder& embedder, const EmbedOptions& options, std::function<void(WindowMean)> emit);

  /// A FASTA, FASTQ, BAM, CRAM or SAM file; "-" is standard input. Of a FASTA file options.source.regions, where there
  /// are any, are embedded in their order, in place of the records: a row's id is the contig then.
  void run(const std::string& path);
  /// Bases read.
  int64_t bases() const { return bases_; }

 private:
  void embed_sequences(InputFile file);
  void embed_regions(const std::string& path);
  void embed_alignments(InputFile file);
  /// Runs `read`; what was read before an error is emitted all the same.
  void emit_all(const std::function<void()>& read);

  EmbedOptions options_;
  int64_t bases_ = 0, window_;
  WindowMeans rows_;
};

}  // namespace undula

// ClassifyTask on BAM, CRAM and SAM.
#include <utility>

#include "core/base/error.h"
#include "genomics/tasks/classify/classify_task.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {

void ClassifyTask::run_alignments(AlignmentReader& reader, const AlignmentSink& sink) {
  if (options_.interleaved && reader.sorted_by_coordinate())
    throw Error(ErrorKind::kBadInput, "a file sorted by coordinate: mates do not follow each other", reader.name(),
                "samtools collate -O -u " + reader.name() + " | undula classify MODEL - --interleaved");
  // The mate of the last read may never come, at the end or before an error: its call counts all the same.
  struct CloseAtEnd {
    CallStream& calls;
    ~CloseAtEnd() { calls.close(); }
  };
  const bool join_mates =
      options_.interleaved || (reader.grouped_by_name() && !options_.unpaired && !options_.per_window);
  emit_all([&] {
    const CloseAtEnd last{calls_};
    AlignmentRecord record;
    std::string bases;
    int64_t call = -1;
    while (reader.read(record)) {
      const bool kept = options_.alignments.keeps(record) && !(join_mates && record.is_additional());
      if (kept) {
        record.bases(bases);
        call += add_alignment(record, tokenize(bases), join_mates);
      }
      if (!sink) continue;
      emitting_ = true;
      sink(std::exchange(record, {}), kept ? std::optional(call) : std::nullopt);
      emitting_ = false;
    }
  });
}

bool ClassifyTask::add_alignment(const AlignmentRecord& record, std::span<const uint8_t> tokens, bool join_mates) {
  if (!join_mates) {
    call_sequence(record.read_id(), tokens);
    totals_.mates_apart += record.is_paired() && !options_.unpaired;
    return true;
  }
  const bool is_mate = record.is_mate_of(open_flags_) && record.name() == calls_.open_id();
  if (!is_mate) {
    calls_.close();
    calls_.open(record.name());
    open_flags_ = record.flags();
  }
  calls_.add_sequence(is_mate ? 1 : 0, tokens);
  calls_.describe(is_mate ? 1 : 0, {static_cast<int64_t>(tokens.size())});
  if (is_mate || !record.is_paired()) calls_.close();
  count(static_cast<int64_t>(tokens.size()));
  return !is_mate;
}

}  // namespace undula

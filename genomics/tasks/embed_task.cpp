#include "genomics/tasks/embed_task.h"

#include "core/base/error.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/window_reader.h"

namespace undula {

EmbedTask::EmbedTask(Embedder& embedder, const EmbedOptions& options, std::function<void(WindowMean)> emit)
    : options_(options),
      window_(embedder.window()),
      rows_([&embedder](std::span<const std::vector<uint8_t>> windows) { return embedder.vectors(windows); },
            embedder.window(), embedder.batch_size(), std::move(emit)) {}

void EmbedTask::run(const std::string& path) {
  InputFile file(path, options_.threads);
  emit_all([&] {
    if (file.holds_alignments()) {
      embed_alignments(std::move(file));
    } else {
      check_no_regions(options_.source, path);
      embed_sequences(std::move(file));
    }
  });
}

void EmbedTask::embed_sequences(InputFile file) {
  SequenceReader reader(std::move(file));
  WindowReader windows(reader, window_);
  for (RecordHeader header; windows.begin_record(header); bases_ += windows.length())
    rows_.add_record(header.id, windows, options_.per_window);
}

void EmbedTask::embed_alignments(InputFile file) {
  AlignmentReader reader(std::move(file), options_.source);
  AlignmentRecord record;
  for (std::string bases; reader.read(record);) {
    if (!options_.alignments.keeps(record)) continue;
    record.bases(bases);
    bases_ += static_cast<int64_t>(bases.size());
    rows_.add_record(record.read_id(), tokenize(bases), options_.per_window);
  }
}

void EmbedTask::emit_all(const std::function<void()>& read) {
  try {
    read();
  } catch (const Error&) {
    rows_.finish();
    throw;
  }
  rows_.finish();
}

}  // namespace undula

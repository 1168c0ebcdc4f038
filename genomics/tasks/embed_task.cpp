#include "genomics/tasks/embed_task.h"

#include "core/base/error.h"
#include "genomics/tasks/score/contig_tokens.h"
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
    } else if (!options_.source.regions.empty()) {
      embed_regions(path);
    } else {
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

void EmbedTask::embed_regions(const std::string& path) {
  const IndexedFasta reference(path);
  for (const Region& region : options_.source.regions) {
    const GenomeInterval part = settle_region(reference, region, "--region");
    const int64_t first = part.window.begin, length = part.window.length();
    if (!options_.per_window) rows_.open(region.contig, first, part.window.end);
    for (int64_t i = 0; i < count_windows(length, window_); ++i) {
      const Window at = window_at(length, window_, i);
      if (options_.per_window) rows_.open(region.contig, first + at.begin, first + at.end);
      const auto tokens = tokenize(reference.fetch(part.contig, first + at.begin, first + at.end));
      rows_.add(0, tokens, count_valid(tokens));
      if (options_.per_window) rows_.close();
    }
    rows_.close();
    bases_ += length;
  }
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

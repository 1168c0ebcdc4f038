#include "genomics/tasks/classify/classify_task.h"

#include <algorithm>

#include "core/base/error.h"
#include "genomics/tasks/labelled/labelled_forms.h"
#include "genomics/tasks/labelled/labelled_pieces.h"
#include "genomics/windows/region.h"

namespace undula {
namespace {

/// The name of a pair: the id of its first mate without "/1".
std::string pair_id(const std::string& id) {
  return id.ends_with("/1") ? id.substr(0, id.size() - 2) : id;
}

}  // namespace

ClassifyTask::ClassifyTask(Classifier& classifier, const ClassifyOptions& options,
                           std::function<void(const Call&)> emit)
    : classifier_(classifier),
      options_(options),
      emit_(std::move(emit)),
      calls_(classifier, [this](Call& call) { finish_call(call); }) {
  totals_.per_class.resize(static_cast<size_t>(classifier.classes()));
}

void ClassifyTask::finish_call(Call& call) {
  const int64_t best = call.best();
  call.abstained = best >= 0 && call.probabilities[static_cast<size_t>(best)] < options_.confidence;
  totals_.unread += best < 0;
  totals_.abstained += call.abstained;
  if (call.label() >= 0) ++totals_.per_class[static_cast<size_t>(best)];
  ++calls_emitted_;
  digest_ = call.digest;
  emitting_ = true;
  emit_(call);
  emitting_ = false;
}

void ClassifyTask::go_on(const ClassifyCheckpoint& from) {
  static_cast<CallCounts&>(totals_) = from.counts;
  calls_emitted_ = from.calls;
  digest_ = from.digest;
  calls_.skip(static_cast<size_t>(from.calls), from.digest);
}

void ClassifyTask::check_skipped() const {
  if (calls_.skipping())
    throw Error(ErrorKind::kBadInput, "the input is shorter than the one that was read before",
                "after " + std::to_string(totals_.records) + " records");
}

void ClassifyTask::run(const std::string& path) {
  if (is_labelled_form(path)) {
    check_no_regions(options_.source, path);
    run_labelled(path);
  } else {
    run_file(path);
  }
}

void ClassifyTask::run_file(const std::string& path) {
  InputFile file(path, options_.threads);
  if (file.holds_alignments()) {
    if (options_.keep_text) refuse_text(file.name());
    AlignmentReader reader(std::move(file), options_.source);
    run_alignments(reader);
    return;
  }
  check_no_regions(options_.source, path);
  SequenceReader reader(std::move(file));
  WindowReader windows(reader, classifier_.card().window);
  if (options_.keep_text) reader.keep_text();
  emit_all([&] {
    if (options_.interleaved) {
      classify_mates(windows, windows, reader.name(), reader.name());
    } else {
      classify_records(windows);
    }
  });
}

void ClassifyTask::run_labelled(const std::string& path) {
  LabelledRows rows = read_labelled_rows({path}, "", "", false);
  const auto is_file = [](const LabelledRow& row) {
    return row.file >= 0 && row.id.empty() && row.begin == 0 && !row.end;
  };
  if (std::all_of(rows.rows.begin(), rows.rows.end(), is_file)) {
    for (const LabelledRow& row : rows.rows) run_file(rows.files.names()[static_cast<size_t>(row.file)]);
    return;
  }
  if (options_.interleaved)
    throw Error(ErrorKind::kUsage, "a table of sequences holds no interleaved mates", path, "leave --interleaved out");
  if (options_.keep_text) refuse_text(path);
  const LabelledPieces loaded = load_pieces(rows);
  emit_all([&] {
    for (const LabelledPiece& piece : loaded.pieces) {
      const GenomeRecord& record = loaded.record_of(piece);
      const auto tokens =
          std::span<const uint8_t>(record.tokens)
              .subspan(static_cast<size_t>(piece.window.begin), static_cast<size_t>(piece.window.length()));
      call_sequence(loaded.is_whole(piece) ? record.id : region_text(record.id, piece.window), tokens);
    }
  });
}

void ClassifyTask::run_pair(const std::string& first, const std::string& second) {
  check_no_regions(options_.source, first);
  SequenceReader first_reader(first), second_reader(second);
  for (SequenceReader* reader : {&first_reader, &second_reader})
    if (options_.keep_text) reader->keep_text();
  WindowReader first_windows(first_reader, classifier_.card().window);
  WindowReader second_windows(second_reader, classifier_.card().window);
  emit_all([&] { classify_mates(first_windows, second_windows, first_reader.name(), second_reader.name()); });
}

void ClassifyTask::refuse_text(const std::string& name) {
  throw Error(ErrorKind::kBadInput, "only FASTA and FASTQ have records that can be written one by one", name,
              "for BAM, CRAM and SAM --format bam, which tags every record with its call");
}

void ClassifyTask::emit_all(const std::function<void()>& read) {
  try {
    read();
  } catch (const Error&) {
    if (!emitting_) calls_.finish();
    throw;
  }
  calls_.finish();
}

void ClassifyTask::call_sequence(const std::string& id, std::span<const uint8_t> tokens) {
  calls_.add_record(id, tokens, options_.per_window);
  count(static_cast<int64_t>(tokens.size()));
}

void ClassifyTask::classify_records(WindowReader& windows) {
  for (RecordHeader header; windows.begin_record(header);) {
    if (options_.per_window) {
      calls_.add_record(header.id, windows, true);
      count(windows.length());
    } else {
      calls_.open(header.id);
      add_mate(windows, 0);
      calls_.close();
    }
  }
}

void ClassifyTask::classify_mates(WindowReader& first, WindowReader& second, const std::string& first_name,
                                  const std::string& second_name) {
  RecordHeader header, mate;
  const auto without_mate = [](const RecordHeader& record, const std::string& where) {
    return Error(ErrorKind::kBadInput, "record '" + record.id + "' has no mate",
                 where + ", record " + std::to_string(record.number),
                 "files that hold the same reads in the same order");
  };
  while (first.begin_record(header)) {
    calls_.open(pair_id(header.id));
    add_mate(first, 0);
    if (!second.begin_record(mate)) throw without_mate(header, first_name);
    add_mate(second, 1);
    calls_.close();
  }
  if (&first != &second && second.begin_record(mate)) throw without_mate(mate, second_name);
}

void ClassifyTask::add_mate(WindowReader& windows, size_t member) {
  for (RecordWindow window; windows.next(window);) calls_.add(member, window.tokens, window.valid);
  RowRecord record{windows.length()};
  if (options_.keep_text) record.text = windows.take_text();
  calls_.describe(member, std::move(record));
  count(windows.length());
}

void ClassifyTask::count(int64_t length) {
  ++totals_.records;
  totals_.bases += length;
  totals_.outside += length < classifier_.card().shortest || length > classifier_.card().longest;
}

}  // namespace undula

#include <algorithm>
#include <deque>
#include <limits>

#include "core/train/evaluation.h"
#include "genomics/tasks/score/track_task.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

/// The cells of one stretch, each `hop` bases, between the windows that cover them and the track.
class CellTrack {
 public:
  CellTrack(Classifier& classifier, int64_t label, int64_t hop, const GenomeInterval& part, TrackWriter& track,
            TrackTotals& totals)
      : classifier_(classifier), label_(label), hop_(hop), part_(part), track_(track), totals_(totals) {}

  /// Windows come from left to right; the last one holds the cell that the sequence's end cuts off.
  void add(const CoreWindow& at, bool last) {
    const int64_t known = cells_.empty() ? at.window.begin : cells_.back().window.end;
    for (int64_t begin = known; begin < at.window.end; begin += hop_) {
      const Window cell = {begin, std::min(begin + hop_, at.window.end)};
      if (cell.length() < hop_ && !last) break;
      const auto tokens =
          at.tokens.subspan(static_cast<size_t>(begin - at.window.begin), static_cast<size_t>(cell.length()));
      cells_.push_back({cell, 0, 0, count_valid(tokens) == 0});
    }
    if (count_valid(at.tokens) > 0) {
      waiting_.push_back(at.window);
      tokens_.emplace_back(at.tokens.begin(), at.tokens.end());
    }
    if (static_cast<int64_t>(tokens_.size()) == classifier_.batch_size() || last) run();
    write_before(last ? std::numeric_limits<int64_t>::max()
                      : std::min(at.window.begin + hop_,
                                 waiting_.empty() ? std::numeric_limits<int64_t>::max() : waiting_.front().begin));
  }

 private:
  struct Cell {
    Window window;
    double sum;  // of probabilities
    int64_t windows;
    bool silent;
  };

  void run() {
    const std::vector<double> logits = classifier_.logits(tokens_);
    const auto classes = static_cast<size_t>(classifier_.classes());
    std::vector<double> p(classes);
    for (size_t i = 0; i < waiting_.size(); ++i) {
      for (size_t c = 0; c < classes; ++c) p[c] = logits[i * classes + c] / classifier_.temperature();
      softmax(p.data(), classifier_.classes(), p.data());
      auto cell = cells_.begin() + (waiting_[i].begin - cells_.front().window.begin) / hop_;
      for (; cell != cells_.end() && cell->window.end <= waiting_[i].end; ++cell) {
        cell->sum += p[static_cast<size_t>(label_)];
        ++cell->windows;
      }
    }
    waiting_.clear();
    tokens_.clear();
  }

  /// Writes the cells that begin before `end`: no window to come holds them.
  void write_before(int64_t end) {
    for (; !cells_.empty() && cells_.front().window.begin < end; cells_.pop_front()) {
      const Cell& cell = cells_.front();
      const Window kept = {std::max(cell.window.begin, part_.window.begin),
                           std::min(cell.window.end, part_.window.end)};
      if (kept.length() <= 0) continue;
      totals_.bases += kept.length();
      if (cell.silent || cell.windows == 0) {
        totals_.silent += kept.length();
        continue;
      }
      const auto value = static_cast<float>(cell.sum / static_cast<double>(cell.windows));
      track_.write(part_.contig, kept.begin, kept.length(), std::span(&value, 1));
    }
  }

  Classifier& classifier_;
  int64_t label_, hop_;
  const GenomeInterval& part_;
  TrackWriter& track_;
  TrackTotals& totals_;
  std::deque<Cell> cells_;
  std::deque<Window> waiting_;  // windows not yet run, and their tokens
  std::vector<std::vector<uint8_t>> tokens_;
};

}  // namespace

TrackTotals track_class(Classifier& classifier, int64_t label, int64_t hop, const IndexedFasta& reference,
                        const std::vector<GenomeInterval>& parts, TrackWriter& track, const TrackProgress& progress) {
  const int64_t window = classifier.card().window;
  TrackTotals totals;
  for (const GenomeInterval& part : parts) {
    // What the cells of the stretch would see if the contig were read whole.
    const Window read = {std::max<int64_t>(part.window.begin - window, 0) / hop * hop,
                         std::min(part.window.end + window, reference.contig_length(part.contig))};
    CoreWindows windows(contig_tokens(reference, {part.contig, read}), window, hop, read.begin);
    CellTrack cells(classifier, label, hop, part, track, totals);
    for (CoreWindow at; windows.next(at);) {
      cells.add(at, at.window.end == read.end);
      progress(totals);
    }
  }
  return totals;
}

}  // namespace undula

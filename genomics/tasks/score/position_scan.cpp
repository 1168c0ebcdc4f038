#include "genomics/tasks/score/position_scan.h"

#include <algorithm>

#include "genomics/tasks/score/contig_tokens.h"

namespace undula {
namespace {

/// Windows of a part that wait to be run together.
class WaitingWindows {
 public:
  WaitingWindows(PositionModel& model, const Window& part, const EmitPositions& emit)
      : model_(model), part_(part), emit_(emit) {}

  void add(const CoreWindow& at) {
    const Window answered = {std::max(at.core.begin, part_.begin), std::min(at.core.end, part_.end)};
    if (answered.length() <= 0) return;
    places_.push_back({at.window.begin, answered});
    tokens_.emplace_back(at.tokens.begin(), at.tokens.end());
    if (static_cast<int64_t>(tokens_.size()) == model_.batch_size()) run();
  }

  void run() {
    const std::vector<std::vector<float>> rows = model_.probabilities(tokens_);
    const auto classes = static_cast<size_t>(model_.classes());
    for (size_t i = 0; i < places_.size(); ++i) {
      const auto& [begin, answered] = places_[i];
      const auto from = static_cast<size_t>(answered.begin - begin), n = static_cast<size_t>(answered.length());
      emit_(answered.begin, std::span(rows[i]).subspan(from * classes, n * classes),
            std::span<const uint8_t>(tokens_[i]).subspan(from, n));
    }
    places_.clear();
    tokens_.clear();
  }

 private:
  struct Place {
    int64_t begin;    // of the window
    Window answered;  // the part of it that counts
  };
  PositionModel& model_;
  Window part_;
  const EmitPositions& emit_;
  std::vector<Place> places_;
  std::vector<std::vector<uint8_t>> tokens_;
};

}  // namespace

void scan_positions(PositionModel& model, const IndexedFasta& reference, const GenomeInterval& part,
                    const EmitPositions& emit) {
  const int64_t window = model.card().window, hop = std::max<int64_t>(window / 2, 1);
  // Windows lie as they do where the contig is read whole.
  const Window read = {std::max<int64_t>(part.window.begin - window, 0) / hop * hop,
                       std::min(part.window.end + window, reference.contig_length(part.contig))};
  CoreWindows windows(contig_tokens(reference, {part.contig, read}), window, hop, read.begin);
  WaitingWindows waiting(model, part.window, emit);
  for (CoreWindow at; windows.next(at);) waiting.add(at);
  waiting.run();
}

}  // namespace undula

#include "genomics/tasks/classifier.h"

#include <algorithm>

#include "core/train/evaluation.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

constexpr int64_t kBatchBases = 32768, kBatchRows = 64;

/// Windows as the source of an evaluation; view 1 is the other strand.
class WindowSource : public SampleSource {
 public:
  WindowSource(std::span<const std::vector<uint8_t>> windows, int64_t longest, bool both_strands)
      : windows_(windows), longest_(longest), both_strands_(both_strands) {}

  int64_t size() const override { return static_cast<int64_t>(windows_.size()); }
  int64_t max_length() const override { return longest_; }
  int64_t views() const override { return both_strands_ ? 2 : 1; }
  int64_t length(int64_t, int64_t i) const override {
    return static_cast<int64_t>(windows_[static_cast<size_t>(i)].size());
  }
  void get(int64_t view, int64_t i, Sample& out) const override {
    out.tokens = windows_[static_cast<size_t>(i)];
    out.label = -1;
    if (view == 1) reverse_complement(out.tokens);
  }

 private:
  std::span<const std::vector<uint8_t>> windows_;
  int64_t longest_;
  bool both_strands_;
};

}  // namespace

Classifier::Classifier(const std::string& path, int threads)
    : file_(read_model(path)),
      card_(ClassifierCard::load(file_)),
      ctx_(threads),
      runner_(ctx_, *file_.model),
      baseline_(Baseline::load(file_.content, static_cast<int>(card_.classes.size()))),
      batch_size_(std::clamp<int64_t>(kBatchBases / card_.window, 1, kBatchRows)) {
  const std::vector<std::vector<uint8_t>> fullest(static_cast<size_t>(batch_size_));
  plan_evaluation(ctx_, runner_, *file_.model, WindowSource(fullest, card_.window, card_.both_strands), batch_size_);
  ctx_.arena().reserve();
}

std::vector<double> Classifier::logits(std::span<const std::vector<uint8_t>> windows) {
  return predict_logits(ctx_, runner_, *file_.model, WindowSource(windows, card_.window, card_.both_strands),
                        batch_size_);
}

}  // namespace undula

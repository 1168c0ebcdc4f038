#include "genomics/tasks/classify/call_stream.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/train/evaluation.h"

namespace undula {
namespace {

Call call_of(WindowMean mean, double temperature) {
  std::vector<double>& p = mean.values;
  for (double& logit : p) logit /= temperature;
  if (!p.empty()) softmax(p.data(), static_cast<int64_t>(p.size()), p.data());
  return {std::move(mean.id), mean.begin, mean.end, std::move(mean.records), {p.begin(), p.end()}, mean.digest, false};
}

}  // namespace

int64_t Call::best() const {
  return probabilities.empty() ? -1
                               : std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin();
}

std::string probability_text(float value) {
  std::array<char, 64> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr};
}

CallStream::CallStream(Classifier& classifier, std::function<void(Call&)> emit)
    : WindowMeans([&classifier](std::span<const std::vector<uint8_t>> windows) { return classifier.logits(windows); },
                  classifier.card().window, classifier.batch_size(),
                  [&classifier, emit = std::move(emit)](WindowMean mean) {
                    Call call = call_of(std::move(mean), classifier.temperature());
                    emit(call);
                  }) {}

}  // namespace undula

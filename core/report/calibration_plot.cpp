#include "core/report/calibration_plot.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/report/palette.h"
#include "core/report/plot_frame.h"

namespace undula {
namespace {

struct Answer {
  float probability;
  bool right;
};

std::vector<Answer> sorted_answers(const Predictions& predictions) {
  std::vector<Answer> answers;
  for (int64_t i = 0; i < predictions.records(); ++i) {
    const int32_t top = predictions.top_class(i);
    answers.push_back({predictions.probabilities[i * predictions.n_classes + top], top == predictions.labels[i]});
  }
  std::stable_sort(answers.begin(), answers.end(),
                   [](const Answer& a, const Answer& b) { return a.probability < b.probability; });
  return answers;
}

}  // namespace

std::string svg_calibration(const Predictions& predictions) {
  PlotFrame frame(400, 400, "Calibration", "probability of the answer", "share of right answers", {0, 1}, {0, 1});
  frame.svg.line(frame.place(0, 0), frame.place(1, 1), kFaintInk, 1, true);
  const std::vector<Answer> answers = sorted_answers(predictions);
  const size_t n = answers.size(), bins = std::min<size_t>(n, 15);
  std::vector<Svg::Point> points;
  for (size_t bin = 0; bin < bins; ++bin) {
    const size_t begin = n * bin / bins, end = n * (bin + 1) / bins;
    double probability = 0, right = 0;
    for (size_t i = begin; i < end; ++i) probability += answers[i].probability, right += answers[i].right;
    const auto size = static_cast<double>(end - begin);
    points.push_back(frame.place(probability / size, right / size));
    frame.svg.dot(points.back(), 4, kSeriesColours[0],
                  (end - begin == 1 ? "1 record" : std::to_string(end - begin) + " records") + ": probability " +
                      fixed_number(probability / size, 3) + ", right " + fixed_number(right / size, 3));
  }
  frame.svg.polyline(points, kSeriesColours[0]);
  return frame.svg.str();
}

}  // namespace undula

#include <cmath>
#include <numbers>
#include <numeric>

#include "audio/tasks/language/evaluate_sound_language.h"
#include "audio/tasks/language/language_task.h"
#include "core/base/random.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

// Trained for seconds, models come near the bits that a process has: an upper bound that holds only if what is trained
// and what is scored are the same, and a lower bound that holds only if no sample sees itself.

using namespace undula;
using undula::testing::TempFolder;

namespace {

/// Bits a sample on sound that was not trained on.
double learned_bits(const std::vector<float>& samples, int64_t steps) {
  RecordedSound sound;
  sound.samples = samples;
  SoundLanguageData data;
  data.codes = SoundCodes("linear8");
  data.rate = 8000;
  hold_out({sound}, 1, data);
  SoundTrainOptions options;
  options.task = "lm";
  options.d_model = 32;
  options.layers = 1;
  options.window = 256;
  options.batch = 8;
  options.steps = steps;
  options.learning_rate = 2e-2;
  options.evaluate_every = steps;
  SoundLanguageTask task(data, plan_sound_language(options, data.codes, data.samples(Split::kTrain)), 2);
  const TempFolder folder;
  const RunFolder run = RunFolder::create(folder.path() / "run");
  task.run(run, {[](const StepReport&) {}, [](int64_t, const Evaluation&, bool) {}, [] { return false; }});
  task.write_model(run.model());
  SoundLanguageModel model(run.model(), 2);
  return evaluate_sound_language(model, data, Split::kTest, 0, 1).bits.model.value;
}

}  // namespace

TEST_CASE("silence costs nothing in the end") {
  const double bits = learned_bits(std::vector<float>(20'000), 40);
  CHECK(bits < 0.02);
  CHECK(bits >= 0);
}

TEST_CASE("a sine, which the past tells, costs little") {
  std::vector<float> samples;
  for (int i = 0; i < 40'000; ++i) samples.push_back(static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * i / 40)));
  CHECK(learned_bits(samples, 150) < 0.25);
}

TEST_CASE("an autoregressive process of second order costs its innovations") {
  // x[t] = 2 r cos(w) x[t-1] - r^2 x[t-2] + e, e normal with deviation s. Codes of step d that is small beside s need
  // log2(s sqrt(2 pi e) / d) bits (Gray and Neuhoff 1998, "Quantization", section III.C).
  constexpr double kRadius = 0.95, kAngle = 0.2, kDeviation = 2.0 / 128;
  std::vector<float> samples;
  double before = 0, last = 0;
  for (uint64_t i = 0; i < 100'000; ++i) {
    const double x =
        2 * kRadius * std::cos(kAngle) * last - kRadius * kRadius * before + kDeviation * RandomKey(5).normal(i);
    before = last;
    last = x;
    samples.push_back(static_cast<float>(x));
  }
  const double rate = std::log2(kDeviation * 128 * std::sqrt(2 * std::numbers::pi * std::numbers::e));
  const double bits = learned_bits(samples, 300);
  INFO("entropy rate " << rate);
  CHECK(bits > rate - 0.05);
  CHECK(bits < rate + 0.5);
}

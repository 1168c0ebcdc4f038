#include "core/train/block_metrics.h"

#include "core/base/random.h"
#include "tests/support/catch.h"

namespace undula::test {

TEST_CASE("metrics from counts of blocks are those of the items") {
  constexpr int kClasses = 3;
  const RandomKey key(1);
  BlockMetrics blocks(kClasses);
  Predictions all{kClasses, {}, {}};
  std::vector<int32_t> of_items;
  const std::vector<int32_t> weights = {2, 0, 1, 3};
  for (uint64_t i = 0; i < 4000; ++i) {
    if (i % 1000 == 0) blocks.begin_block();
    const auto label = static_cast<int32_t>(key.below(5 * i, kClasses));
    std::vector<float> p = {0.05F, 0.05F, 0.05F};
    p[static_cast<size_t>(label)] += 0.3F * static_cast<float>(key.uniform(5 * i + 1));
    float sum = 0;
    for (uint64_t c = 0; c < kClasses; ++c) sum += p[c] += static_cast<float>(key.uniform(5 * i + 2 + c));
    for (float& value : p) value /= sum;
    blocks.add(label, p);
    all.labels.push_back(label);
    all.probabilities.insert(all.probabilities.end(), p.begin(), p.end());
    of_items.push_back(weights[i / 1000]);
  }
  CHECK(blocks.blocks() == 4);
  CHECK(blocks.items() == 4000);
  CHECK(blocks.confusion() == confusion_matrix(all));
  const Metrics found = blocks.evaluate(weights), want = MetricTables(all).evaluate(of_items);
  for (const Metric exact : {Metric::kAccuracy, Metric::kMacroF1, Metric::kMcc, Metric::kLogLoss})
    CHECK(found[exact] == Approx(want[exact]));
  CHECK(found[Metric::kAuroc] == Approx(want[Metric::kAuroc]).margin(2e-3));
  CHECK(want[Metric::kAuroc] > 0.55);
  CHECK(found[Metric::kAuprc] == Approx(want[Metric::kAuprc]).margin(1.5e-2));
  const std::vector<ClassAreas> areas = blocks.class_areas();
  const Metrics even = blocks.evaluate(std::vector<int32_t>(4, 1));
  CHECK((areas[0].auprc + areas[1].auprc + areas[2].auprc) / 3 == Approx(even[Metric::kAuprc]));
  CHECK((areas[0].auroc + areas[1].auroc + areas[2].auroc) / 3 == Approx(even[Metric::kAuroc]));
}

}  // namespace undula::test

#include "core/data/batcher.h"

#include <set>

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/tensor.h"

namespace undula::test {
namespace {

/// Samples of 5 and 8 tokens whose targets are their positions, the first of each ignored.
class CountingSource : public SampleSource {
 public:
  explicit CountingSource(bool targets) : targets_(targets) {}
  int64_t size() const override { return 2; }
  int64_t max_length() const override { return 8; }
  int64_t length(int64_t, int64_t i) const override { return i == 0 ? 5 : 8; }
  void get(int64_t, int64_t i, Sample& out) const override {
    out.tokens.clear();
    out.targets.clear();
    out.target_weights.clear();
    out.label = 1;
    out.weight = i == 0 ? 1.0F : 2.0F;
    for (int32_t t = 0; t < length(0, i); ++t) {
      out.tokens.push_back(static_cast<uint8_t>(t));
      if (!targets_) continue;
      out.targets.push_back(t == 0 ? -1 : t);
      if (i == 1) out.target_weights.push_back(t < 4 ? 0.5F : 1.0F);
    }
  }

 private:
  bool targets_;
};

}  // namespace

TEST_CASE("targets lie beside their tokens, and what is padded does not count") {
  const CountingSource source(true);
  HostBatch host;
  host.fill(source, 0, {0, 1}, DType::kF32);
  const Batch batch = host.rows(0, 2);
  CHECK(batch.tokens.shape == Shape({2, 32}));
  CHECK(batch.targets.shape == Shape({2, 32}));
  CHECK_FALSE(batch.segments.present());
  for (int64_t b = 0; b < 2; ++b) {
    for (int64_t t = 0; t < 32; ++t) {
      const int32_t target = batch.targets.as<int32_t>()[b * batch.targets.strides[0] + t];
      CHECK(target == (t == 0 || t >= source.length(0, b) ? -1 : t));
    }
  }
  CHECK(element(batch.weights, 3) == 1.0);
  CHECK(element(batch.weights, 32 + 3) == 1.0);  // 0.5 of the target, 2 of the sample
  CHECK(element(batch.weights, 32 + 4) == 2.0);
  CHECK(host.weight({}) == 4 + 3 * 1.0 + 4 * 2.0);
  CHECK(host.tokens() == 13);
}

TEST_CASE("samples cut into pieces keep tokens, targets and weights, and are records of their own") {
  HostBatch whole, cut;
  whole.fill(CountingSource(true), 0, {1, 0}, DType::kF64);
  cut.fill(CountingSource(true), 0, {1, 0}, DType::kF64, 3);
  CHECK(cut.size() == 5);
  CHECK(cut.tokens() == whole.tokens());
  CHECK(cut.weight({}) == whole.weight({}));
  const Batch batch = cut.rows(0, 5);
  const auto* records = batch.rows.records.as<int32_t>();
  CHECK(std::set<int32_t>(records, records + 5).size() == 5);
  CHECK(batch.rows.length(2, 32) == 2);
  CHECK(batch.tokens.as<uint8_t>()[2 * batch.tokens.strides[0] + 1] == 7);
  CHECK(batch.targets.as<int32_t>()[2 * batch.targets.strides[0] + 1] == 7);
  CHECK_THROWS_AS(cut.fill(CountingSource(false), 0, {1}, DType::kF32, 3), Error);
}

}  // namespace undula::test

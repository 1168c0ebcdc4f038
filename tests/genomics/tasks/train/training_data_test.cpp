#include "genomics/tasks/train/training_data.h"

#include "core/base/random.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

/// Random sequences of two classes. Class 1 holds TATAA at position 20; `either_strand` turns half of all around.
LabelledData promoters(int64_t n, bool either_strand) {
  LabelledData data;
  data.dataset.classes = {"no", "yes"};
  for (int64_t i = 0; i < n; ++i) {
    const RandomKey key = RandomKey(11).fold(static_cast<uint64_t>(i));
    std::string text;
    for (uint64_t at = 0; at < 60; ++at) text += "ACGT"[key.below(at, 4)];
    if (i % 2 == 1) text.replace(20, 5, "TATAA");
    Sample sample;
    sample.tokens = tokenize(text);
    if (either_strand && i % 4 < 2) reverse_complement(sample.tokens);
    sample.label = static_cast<int32_t>(i % 2);
    sample.split = i % 10 == 0 ? Split::kValid : Split::kTrain;
    data.dataset.samples.push_back(sample);
  }
  return data;
}

}  // namespace

TEST_CASE("sequences around a start site are oriented, the same on either strand are not") {
  CHECK(is_oriented(promoters(400, false).dataset));
  CHECK_FALSE(is_oriented(promoters(400, true).dataset));
}

TEST_CASE("training draws strands anew in each pass, evaluation shows both") {
  const LabelledData data = promoters(100, false);
  const auto training = open_training(data, true, 3), one_strand = open_training(data, false, 3);
  CHECK(training->size() == 90);
  Sample drawn, plain;
  int64_t turned = 0;
  for (int64_t pass = 0; pass < 20; ++pass) {
    training->get(pass, 7, drawn);
    one_strand->get(pass, 7, plain);
    if (drawn.tokens != plain.tokens) {
      ++turned;
      reverse_complement(drawn.tokens);
    }
    CHECK(drawn.tokens == plain.tokens);
  }
  CHECK(turned > 3);
  CHECK(turned < 17);

  const auto evaluation = open_evaluation(data, Split::kValid, true, 0);
  REQUIRE(evaluation->views() == 2);
  evaluation->get(0, 2, plain);
  evaluation->get(1, 2, drawn);
  reverse_complement(drawn.tokens);
  CHECK(drawn.tokens == plain.tokens);
  CHECK(open_evaluation(data, Split::kTest, true, 0) == nullptr);
}

TEST_CASE("keys of sequences do not depend on strand or order; the digest depends on everything") {
  LabelledData data = promoters(50, false);
  const auto keys = sequence_keys(data, Split::kTrain);
  const std::string digest = data_digest(data);
  for (Sample& sample : data.dataset.samples) reverse_complement(sample.tokens);
  CHECK(sequence_keys(data, Split::kTrain) == keys);
  CHECK(data_digest(data) != digest);
  LabelledData relabelled = promoters(50, false);
  CHECK(data_digest(relabelled) == digest);
  relabelled.dataset.samples[3].label = 0;
  CHECK(data_digest(relabelled) != digest);
}

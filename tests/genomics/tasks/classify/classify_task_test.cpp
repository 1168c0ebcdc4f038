#include "genomics/tasks/classify/classify_task.h"

#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/train/evaluation.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/random_classifier.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using undula::test::contains;

namespace {

constexpr int64_t kWindow = 60;

std::string random_bases(int64_t n, uint64_t seed) {
  std::string text;
  for (int64_t i = 0; i < n; ++i) text += "ACGT"[RandomKey(seed).below(static_cast<uint64_t>(i), 4)];
  return text;
}

/// A folder with a random model, and the calls that it makes on files.
struct Fixture {
  testing::TempFolder folder;
  ClassifierCard card = test::write_random_classifier((folder.path() / "m.safetensors").string(), kWindow);
  Classifier classifier{(folder.path() / "m.safetensors").string(), 1};
  std::vector<Call> calls;

  ClassifyTask task(const ClassifyOptions& options = {}) {
    calls.clear();
    return {classifier, options, [this](const Call& call) { calls.push_back(call); }};
  }
  std::string write(const std::string& name, const std::string& text) { return folder.write(name, text); }
  std::vector<Call> classify(const std::string& text, const ClassifyOptions& options = {}) {
    ClassifyTask all = task(options);
    all.run(write("reads.fa", text));
    return calls;
  }
};

}  // namespace

TEST_CASE("the card reads back from a model file") {
  Fixture f;
  const ClassifierCard& read = f.classifier.card();
  CHECK(read.classes == f.card.classes);
  CHECK(read.window == kWindow);
  CHECK(read.trained_on == f.card.trained_on);
}

TEST_CASE("logits are divided by the temperature of the model, unless calibration is skipped") {
  Fixture f;
  test::write_random_classifier((f.folder.path() / "warm").string(), kWindow, 2.5);
  f.classify(">a\nACGGTTACCGATTACCGTTGA\n");
  const std::vector<float> raw = f.calls[0].probabilities;
  Classifier warm((f.folder.path() / "warm").string(), 1);
  CHECK(warm.card().temperature == 2.5);
  std::vector<Call> calls;
  ClassifyTask task(warm, {}, [&](const Call& call) { calls.push_back(call); });
  task.run((f.folder.path() / "reads.fa").string());
  for (size_t c = 1; c < raw.size(); ++c)
    CHECK(2.5 * std::log(calls[0].probabilities[c] / calls[0].probabilities[0]) ==
          Approx(std::log(raw[c] / raw[0])).epsilon(1e-4));
  warm.skip_calibration();
  task.run((f.folder.path() / "reads.fa").string());
  CHECK(calls[1].probabilities == raw);
}

TEST_CASE("logits are those of one strand or the mean of both, as asked") {
  Fixture f;
  const std::vector<std::vector<uint8_t>> window = {tokenize("ACGGTTACCGATTACCGTTGA")};
  std::vector<std::vector<uint8_t>> other = window;
  reverse_complement(std::span(other[0]));
  REQUIRE(f.classifier.both_strands());
  const std::vector<double> mean = f.classifier.logits(window);
  f.classifier.read_strands(false);
  const std::vector<double> one = f.classifier.logits(window), two = f.classifier.logits(other);
  for (size_t c = 0; c < mean.size(); ++c) CHECK(mean[c] == Approx((one[c] + two[c]) / 2).margin(1e-6));
  CHECK(std::abs(one[0] - two[0]) > 1e-4);
  f.classifier.read_strands(true);
  CHECK(f.classifier.logits(window) == mean);
}

TEST_CASE("a record gets the same row alone and among others of any length") {
  Fixture f;
  std::vector<std::string> records;
  for (int64_t i = 0; i < 700; ++i) {
    const int64_t length = RandomKey(5).below(static_cast<uint64_t>(i), 3 * kWindow);
    records.push_back(">r" + std::to_string(i) + "\n" + random_bases(length, static_cast<uint64_t>(i)) + "\n");
  }
  const auto together = f.classify(std::accumulate(records.begin(), records.end(), std::string()));
  REQUIRE(together.size() == records.size());
  for (size_t i = 0; i < records.size(); i += 23) {
    INFO(records[i]);
    const auto alone = f.classify(records[i]);
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].id == together[i].id);
    CHECK(alone[0].probabilities == together[i].probabilities);
  }
}

TEST_CASE("a sequence and its reverse complement get the same probabilities") {
  Fixture f;
  const auto calls = f.classify(">a\nACGGTTACCGATTACCGTTGA\n>b\ntcaacggtaatcggtaaccgt\n");
  CHECK(calls[0].probabilities == calls[1].probabilities);
}

TEST_CASE("a long record is the average of its windows, weighted by unambiguous bases") {
  Fixture f;
  std::string bases = random_bases(150, 3);
  for (size_t i = 70; i < 100; ++i) bases[i] = 'N';
  const std::vector<std::vector<uint8_t>> windows = {tokenize(bases.substr(0, 60)), tokenize(bases.substr(60, 60)),
                                                     tokenize(bases.substr(90, 60))};
  const std::vector<double> weights = {60, 30, 50}, logits = f.classifier.logits(windows);
  std::vector<double> mean(3, 0.0), p(3);
  for (size_t w = 0; w < 3; ++w)
    for (size_t c = 0; c < 3; ++c) mean[c] += weights[w] / 140 * logits[3 * w + c];
  softmax(mean.data(), 3, p.data());

  const auto calls = f.classify(">long\n" + bases + "\n");
  for (size_t c = 0; c < 3; ++c) CHECK(calls[0].probabilities[c] == Approx(p[c]).epsilon(1e-5));

  const auto parts = f.classify(">long\n" + bases + "\n", {.per_window = true});
  REQUIRE(parts.size() == 3);
  CHECK(parts[2].begin == 90);
  CHECK(parts[2].end == 150);
}

TEST_CASE("records without an unambiguous base are unclassified, and counted") {
  Fixture f;
  ClassifyTask task = f.task();
  task.run(f.write("reads.fa", ">empty\n>n\nNNNN\n>ok\nACGTACGTACGT\n"));
  REQUIRE(f.calls.size() == 3);
  CHECK(f.calls[0].best() == -1);
  CHECK(f.calls[1].best() == -1);
  CHECK(f.calls[2].best() >= 0);
  CHECK(task.totals().unread == 2);
  CHECK(task.totals().records == 3);
  CHECK(task.totals().bases == 16);
  CHECK(task.totals().outside == 2);
}

TEST_CASE("the mates of a pair share one row, however they come") {
  Fixture f;
  const std::string a = random_bases(50, 1), b = random_bases(40, 2);
  const std::string first = f.write("1.fa", ">p/1\n" + a + "\n>q/1\nNNN\n"),
                    second = f.write("2.fa", ">p/2\n" + b + "\n>q/2\n" + b + "\n");
  ClassifyTask task = f.task();
  task.run_pair(first, second);
  const auto calls = f.calls;
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].id == "p");
  const std::vector<std::vector<uint8_t>> mates = {tokenize(a), tokenize(b)};
  const std::vector<double> logits = f.classifier.logits(mates);
  std::vector<double> mean(3), p(3);
  for (size_t c = 0; c < 3; ++c) mean[c] = (logits[c] + logits[3 + c]) / 2;
  softmax(mean.data(), 3, p.data());
  for (size_t c = 0; c < 3; ++c) CHECK(calls[0].probabilities[c] == Approx(p[c]).epsilon(1e-5));
  CHECK(calls[1].probabilities == f.classify(">q\n" + b + "\n")[0].probabilities);

  const auto woven =
      f.classify(">p/1\n" + a + "\n>p/2\n" + b + "\n>q/1\nNNN\n>q/2\n" + b + "\n", {.interleaved = true});
  REQUIRE(woven.size() == 2);
  CHECK(woven[0].probabilities == calls[0].probabilities);
}

TEST_CASE("mates of collated alignments share a call, and other records of their reads have no part in it") {
  Fixture f;
  const std::string a = random_bases(40, 1), b = random_bases(50, 2);
  const auto record = [](const std::string& name, int flags, const std::string& bases) {
    return name + "\t" + std::to_string(flags) + "\t*\t0\t0\t*\t*\t0\t0\t" + bases + "\t*\n";
  };
  const std::string records = record("p", 0x4d, a) + record("p", 0x845, b) + record("p", 0x8d, b) +
                              record("q", 0x4d, a) + record("q", 0x4d, b) + record("s", 0x4, a);
  const auto ids = [&](const std::string& header, const ClassifyOptions& options) {
    std::string text;
    for (const Call& call : f.classify(header + records, options)) text += call.id + " ";
    return text;
  };
  const std::string collated = "@HD\tVN:1.6\tSO:unsorted\tGO:query\n", sorted = "@HD\tVN:1.6\tSO:queryname\n";
  ClassifyOptions all;
  all.alignments.exclude_flags = 0;
  for (const std::string& header : {collated, sorted}) {
    CHECK(ids(header, {}) == "p q q s ");
    CHECK(ids(header, all) == "p q q s ");
    CHECK(ids(header, {.unpaired = true}) == "p/1 p/2 q/1 q/1 s ");
    CHECK(ids(header, {.per_window = true}) == "p/1 p/2 q/1 q/1 s ");
  }
  CHECK(ids("@HD\tVN:1.6\n", {}) == "p/1 p/2 q/1 q/1 s ");
  CHECK(ids("@HD\tVN:1.6\n", {.interleaved = true}) == "p q q s ");
  const auto joint = f.classify(collated + records)[0];
  const auto pair = f.classify(">p/1\n" + a + "\n>p/2\n" + b + "\n", {.interleaved = true})[0];
  CHECK(joint.probabilities == pair.probabilities);
}

TEST_CASE("mates without partner are an error, after the pairs before them") {
  Fixture f;
  const std::string two = f.write("2.fa", ">a\nACGT\n>b\nACGT\n"), one = f.write("1.fa", ">a\nACGT\n");
  for (const auto& [first, second] : {std::pair(one, two), std::pair(two, one)}) {
    ClassifyTask task = f.task();
    CHECK_THROWS_WITH(task.run_pair(first, second), contains("'b' has no mate"));
    CHECK(f.calls.size() == 1);
  }
  CHECK_THROWS_WITH(f.classify(">a\nACGT\n>b\nACGT\n>c\nACGT\n", {.interleaved = true}), contains("'c' has no mate"));
}

TEST_CASE("a bad record is an error after the calls before it") {
  Fixture f;
  CHECK_THROWS_AS(f.classify(">a\nACGT\n>b\nACGTELVIS\n"), Error);
  REQUIRE(f.calls.size() == 1);
  CHECK(f.calls[0].id == "a");
}

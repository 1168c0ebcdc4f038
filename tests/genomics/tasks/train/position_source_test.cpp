#include "genomics/tasks/train/position_source.h"

#include <map>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tasks/train/position_task.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/genome_file.h"
#include "tests/support/errors.h"

namespace undula::test {
namespace {

struct Labelled {
  Labelled() {
    std::string bases = testing::random_bases(3000, 1);
    bases.replace(700, 5, "NNNNN");
    testing::make_genome(folder, {{"one", bases}});
    genome = (folder.path() / "genome.fa").string();
    bed = folder.write("l.bed",
                       "one\t100\t160\tsite\none\t690\t720\tsite\none\t1200\t1260\tother\none\t1960\t2010\tsite\n");
  }
  PositionData load(const std::string& background = "background") const {
    return load_position_data({genome}, bed, background, {});
  }
  testing::TempFolder folder;
  std::string genome, bed;
};

}  // namespace

TEST_CASE("targets are turned round with the window, and N has none") {
  const Labelled labelled;
  const PositionData data = labelled.load();
  PositionPlan plan;
  plan.window = 200;
  plan.soft_mask_weight = 0.5;
  const auto source = open_position_training(data, plan);
  const IndexedFasta& genome = *data.genome.genomes.front();
  std::vector<int32_t> all(3000);
  data.labels->read({0, {0, 3000}}, all);
  // Where the windows of 200 random bases are, found by their bases.
  std::map<std::string, int64_t> place;
  const std::string text = genome.fetch(0, 0, 3000);
  std::vector<uint8_t> tokens(3000);
  tokenize(text, tokens);
  const auto key = [](std::span<const uint8_t> from) { return std::string(from.begin(), from.end()); };
  for (int64_t at = 0; at + 200 <= 3000; ++at) place[key(std::span(tokens).subspan(at, 200))] = at;
  Sample sample;
  int64_t turned = 0, unset = 0, soft = 0;
  for (int64_t pass = 0; pass < 20; ++pass) {
    for (int64_t i = 0; i < source->size(); ++i) {
      source->get(pass, i, sample);
      std::vector<uint8_t> forward = sample.tokens;
      const bool reverse = !place.contains(key(forward));
      if (reverse) reverse_complement(std::span(forward));
      REQUIRE(place.contains(key(forward)));
      const int64_t begin = place[key(forward)];
      turned += reverse;
      for (int64_t t = 0; t < 200; ++t) {
        const auto here = static_cast<size_t>(reverse ? 199 - t : t);
        const auto at = static_cast<size_t>(begin + t);
        REQUIRE(sample.targets[here] == (tokens[at] < 4 ? all[at] : -1));
        REQUIRE(sample.target_weights[here] == (text[at] >= 'a' ? 0.5F : 1.0F));
        unset += sample.targets[here] < 0;
        soft += text[at] >= 'a';
      }
    }
  }
  CHECK(turned > 50);
  CHECK(turned < static_cast<int64_t>(20 * source->size()) - 50);
  CHECK(unset > 0);
  CHECK(soft > 0);
}

TEST_CASE("held-out parts keep their labels to themselves") {
  const Labelled labelled;
  const PositionData data = labelled.load();
  CHECK(data.classes() == std::vector<std::string>{"background", "other", "site"});
  const std::vector<int64_t> train = data.bases(Split::kTrain), valid = data.bases(Split::kValid),
                             test = data.bases(Split::kTest);
  CHECK(train[0] + train[1] + train[2] == data.genome.bases(Split::kTrain));
  CHECK(valid[0] + valid[1] + valid[2] == data.genome.bases(Split::kValid));
  CHECK(test == std::vector<int64_t>{300, 0, 0});
  const auto source = open_position_evaluation(data, Split::kTest, 128, 0);
  CHECK(source->size() == 3);
  CHECK(source->views() == 1);
  Sample sample;
  source->get(0, 2, sample);
  CHECK(sample.targets == std::vector<int32_t>(44, 0));
  CHECK(sample.target_weights == std::vector<float>(44, 1.0F));
  CHECK(data.digest() != labelled.load("").digest());
}

TEST_CASE("what cannot be trained on is refused") {
  const Labelled labelled;
  using testing::contains;
  using testing::error_of;
  contains(error_of(ErrorKind::kUsage, [&] { load_position_data({labelled.genome}, "", "b", {}); }),
           "--bed is missing");
  contains(error_of(ErrorKind::kUsage,
                    [&] {
                      load_position_data({labelled.genome, labelled.genome}, labelled.bed, "b", {});
                    }),
           "labels of positions are for one genome; got 2");
  const std::string parts = labelled.folder.write("p.bed", "one\t0\t1000\ttrain\none\t1000\t3000\ttest\n");
  const PositionData data = load_position_data({labelled.genome}, labelled.bed, "b", {.regions = parts});
  contains(error_of(ErrorKind::kBadInput, [&] { check_every_class_trains(data); }),
           "no base to train on is of the class 'other'");
  CHECK_FALSE(fit_kmer_classes(data));
}

TEST_CASE("planning with what was resolved gives the same plan again, for positions too") {
  const Labelled labelled;
  const PositionData data = labelled.load();
  DnaTrainOptions options;
  options.task = "position";
  options.class_weights = "balanced";
  const PositionPlan plan = plan_positions(options, data);
  CHECK(plan.model.head == HeadKind::kPosition);
  CHECK(plan.model.bidirectional);
  CHECK(plan.model.stem == StemKind::kConv);
  CHECK(plan.trainer.class_weights.size() == 3);
  const PositionPlan again = plan_positions(resolved(options, plan), data);
  CHECK(again.model.to_metadata() == plan.model.to_metadata());
  CHECK(again.trainer.steps == plan.trainer.steps);
  CHECK(again.window == plan.window);
  options.stride = 2;
  testing::contains(testing::error_of(ErrorKind::kUsage, [&] { plan_positions(options, data); }),
                    "a model of positions answers at every base");
}

}  // namespace undula::test

#include "genomics/tasks/generate_task.h"

#include "tests/genomics/support/random_language_model.h"
#include "tests/support/catch.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

namespace undula::test {
namespace {

std::vector<GeneratedSequence> generate(GenerateTask& task, const std::vector<Prompt>& prompts,
                                        const GenerateOptions& options) {
  std::vector<GeneratedSequence> all;
  task.run(
      prompts, options, [&](const GeneratedSequence& sequence) { all.push_back(sequence); }, [](int64_t) {});
  return all;
}

std::string model_in(const testing::TempFolder& folder, HeadKind head = HeadKind::kNextToken) {
  const std::string path = folder.path() / "lm.safetensors";
  write_random_language_model(path, head);
  return path;
}

}  // namespace

TEST_CASE("sequences have exactly the new bases that were asked for, and their prompt only on request") {
  const testing::TempFolder folder;
  GenerateTask task(model_in(folder), 2);
  const std::vector<Prompt> prompts = {{"one", "acgtN"}, {"", ""}, {"three", "GGG"}};
  const auto bare = generate(task, prompts, {.length = 30, .count = 7, .with_prompt = false, .sampling = {}});
  REQUIRE(bare.size() == 21);
  CHECK(bare[0].id == "one_1");
  CHECK(bare[6].id == "one_7");
  CHECK(bare[7].id == "generated_1");
  CHECK(bare[20].id == "three_7");
  for (const GeneratedSequence& made : bare) {
    CHECK(made.sequence.size() == 30);
    CHECK(made.sequence.find_first_not_of("ACGT") == std::string::npos);
  }
  CHECK(task.generated().gc() > 0);
  const auto whole = generate(task, prompts, {.length = 30, .count = 7, .with_prompt = true, .sampling = {}});
  for (size_t i = 0; i < whole.size(); ++i) CHECK(whole[i].sequence == prompts[i / 7].bases + bare[i].sequence);
}

TEST_CASE("a sequence depends on its prompt, its number and the seed, not on how many are made") {
  const testing::TempFolder folder;
  const std::string path = model_in(folder);
  GenerateTask task(path, 1), threads(path, 3);
  const GenerateOptions options{.length = 50, .count = 20, .with_prompt = false, .sampling = {}};
  const auto all = generate(task, {{"a", "ACGT"}}, options);
  const auto some =
      generate(threads, {{"a", "ACGT"}}, {.length = 50, .count = 18, .with_prompt = false, .sampling = {}});
  for (size_t i = 0; i < some.size(); ++i) CHECK(some[i].sequence == all[i].sequence);
  CHECK(all[0].sequence != all[1].sequence);
  GenerateOptions other = options;
  other.sampling.seed = 2;
  CHECK(generate(task, {{"a", "ACGT"}}, other)[0].sequence != all[0].sequence);
  other.sampling.temperature = 0;
  const auto greedy = generate(task, {{"a", "ACGT"}}, other);
  CHECK(greedy[0].sequence == greedy[19].sequence);
}

TEST_CASE("prompts are the records of a file, or a sequence") {
  const testing::TempFolder folder;
  const auto records = read_prompts(folder.write("p.fa", ">x first\nACG\nT\n>y\n\n"));
  REQUIRE(records.size() == 2);
  CHECK(records[0].name == "x");
  CHECK(records[0].bases == "ACGT");
  CHECK(records[1].bases.empty());
  CHECK(read_prompts("ACGTN")[0].bases == "ACGTN");
  CHECK(read_prompts("ACGTN")[0].name.empty());
  CHECK(read_prompts("")[0].bases.empty());
  CHECK_THROWS_WITH(read_prompts("none.fa"), contains("neither a file nor a sequence"));
  CHECK_THROWS_WITH(read_prompts(folder.write("empty.fa", "")), contains("is empty"));
}

TEST_CASE("a masked model says that it cannot go on") {
  const testing::TempFolder folder;
  CHECK_THROWS_WITH(GenerateTask(model_in(folder, HeadKind::kMaskedToken), 1), contains("fills in masked bases"));
}

}  // namespace undula::test

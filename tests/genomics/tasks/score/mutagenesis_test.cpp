#include "genomics/tasks/score/mutagenesis.h"

#include "genomics/tasks/score/change_windows.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/random_classifier.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

constexpr char kBases[] = "ACGTTGCAACGTACGTTAGCNNACCGATTACAGGTACGTTGCAACCTACGTTAGCAGTA";

struct Fixture {
  TempFolder folder;
  std::string path = folder.path() / "model.safetensors";
  IndexedFasta reference{folder.write("ref.fa", std::string(">c\n") + kBases + "\n")};
  std::vector<BaseEffects> effects;
  EmitEffects emit = [this](const BaseEffects& at) { effects.push_back(at); };
};

}  // namespace

TEST_CASE("mutagenesis: a language model's effects are the log-likelihood ratios of the three variants") {
  Fixture f;
  const HeadKind head = GENERATE(HeadKind::kNextToken, HeadKind::kMaskedToken);
  test::write_random_language_model(f.path, head);
  LanguageModel model(f.path, 1);
  mutate_region(model, {f.reference, 0, {15, 35}}, 12, true, f.emit);
  REQUIRE(f.effects.size() == 18);  // two are N
  ChangeScorer scorer(model, true);
  for (const BaseEffects& at : f.effects) {
    const uint8_t ref = tokenize(kBases)[static_cast<size_t>(at.position)];
    CHECK(at.ref == ref);
    CHECK(at.effect[ref] == 0);
    for (uint8_t base = 0; base < 4; ++base) {
      if (base == ref) continue;
      const SequenceChange change = change_in_window(f.reference, 0, {at.position, {ref}, {base}}, 12);
      CHECK(at.effect[base] == scorer.score({&change, 1})[0]);
    }
  }
}

TEST_CASE("mutagenesis: a classifier's effects are changes of one logit, in the first window with the position") {
  Fixture f;
  test::write_random_classifier(f.path, 20);
  Classifier classifier(f.path, 1);
  ClassifierMutagenesis mutagenesis(classifier, {f.reference, 0, {2, 35}}, 1);
  mutagenesis.run(f.emit);
  REQUIRE(f.effects.size() == 31);
  const auto logit = [&](std::vector<uint8_t> tokens) { return classifier.logits({&tokens, 1})[1]; };
  for (const BaseEffects& at : f.effects) {
    const int64_t begin = at.position < 22 ? 2 : 15;  // windows of the region: [2, 22) and [15, 35)
    std::vector<uint8_t> window = tokenize(std::string_view(kBases).substr(static_cast<size_t>(begin), 20));
    const double before = logit(window);
    window[static_cast<size_t>(at.position - begin)] = (at.ref + 1) % 4;
    CHECK(at.effect[(at.ref + 1) % 4] == logit(window) - before);
    CHECK(at.effect[at.ref] == 0);
  }
}

TEST_CASE("mutagenesis: the class looked at is the predicted one where none is named") {
  Fixture f;
  test::write_random_classifier(f.path, 100);
  Classifier classifier(f.path, 1);
  const std::vector<uint8_t> whole = tokenize(kBases);
  const std::vector<double> logits = classifier.logits({&whole, 1});
  const auto length = static_cast<int64_t>(whole.size());
  const ClassifierMutagenesis mutagenesis(classifier, {f.reference, 0, {0, length}}, std::nullopt);
  CHECK(mutagenesis.target() == std::max_element(logits.begin(), logits.end()) - logits.begin());
  contains(error_of(ErrorKind::kBadInput,
                    [&] {
                      ClassifierMutagenesis(classifier, {f.reference, 0, {20, 22}}, std::nullopt);
                    }),
           "no unambiguous base");
}

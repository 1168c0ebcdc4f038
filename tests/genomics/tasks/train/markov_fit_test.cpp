#include "genomics/tasks/train/markov_fit.h"

#include "tests/genomics/support/genome_file.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("a Markov model of a genome: counts from training parts only, settings from validation") {
  const TempFolder folder;
  std::string repeat;
  for (int i = 0; i < 3000; ++i) repeat += "ACCTGA";
  const std::string random = random_bases(18'000, 1);
  const auto genome = make_genome(folder, {{"repeat", repeat}, {"random", random}});
  LanguageData data{{}, {genome}, {GenomeSplits()}, {}};
  GenomeSplits& splits = data.splits.front();
  splits.intervals[0] = {{0, {0, 9000}}};
  splits.intervals[1] = {{0, {9000, 12'000}}};
  splits.intervals[2] = {{0, {12'000, 18'000}}, {1, {0, 18'000}}};
  MarkovFitOptions options;
  options.max_order = 6;
  const MarkovFit fit = fit_markov(data, options);
  CHECK(fit.choice.settings.order >= 2);
  CHECK(fit.choice.bits_per_base < 0.2);
  CHECK(fit.unrestricted.bits_per_base <= fit.choice.bits_per_base);
  CHECK(markov_bits_per_base(fit.model, *genome, {{0, {12'000, 18'000}}}) < 0.2);
  CHECK(markov_bits_per_base(fit.model, *genome, {{1, {0, 18'000}}}) > 2);
  // What was never counted is no better known for being held out: a random genome costs two bits.
  splits.intervals[0] = {{1, {0, 12'000}}};
  splits.intervals[1] = {{1, {12'000, 15'000}}};
  const MarkovFit random_fit = fit_markov(data, options);
  CHECK(markov_bits_per_base(random_fit.model, *genome, {{1, {15'000, 18'000}}}) == Approx(2).margin(0.01));
  splits.intervals[1].clear();
  contains(error_of(ErrorKind::kBadInput, [&] { fit_markov(data, options); }), "no part of the genome is for valid");
}

TEST_CASE("a Markov model of several genomes is that of one genome with all of their contigs") {
  const TempFolder folder;
  std::string repeat;
  for (int i = 0; i < 2000; ++i) repeat += "ACCTGA";
  const std::string random = random_bases(12'000, 1);
  const auto parts = [](int32_t contig) {
    GenomeSplits splits;
    splits.intervals[0] = {{contig, {0, 9000}}};
    splits.intervals[1] = {{contig, {9000, 12'000}}};
    return splits;
  };
  const auto both = make_genome(folder, {{"repeat", repeat}, {"random", random}});
  LanguageData one{{}, {both}, {parts(0)}, {}};
  for (size_t split = 0; split < 2; ++split)
    one.splits[0].intervals[split].push_back(parts(1).intervals[split].front());
  const TempFolder first, second;
  const LanguageData two{{},
                         {make_genome(first, {{"repeat", repeat}}), make_genome(second, {{"random", random}})},
                         {parts(0), parts(0)},
                         {}};
  for (const int64_t most : {int64_t{1'000'000}, int64_t{3000}}) {
    MarkovFitOptions options;
    options.max_order = 5;
    options.max_valid_bases = most;
    const MarkovFit want = fit_markov(one, options), found = fit_markov(two, options);
    CHECK(found.choice.bits_per_base == want.choice.bits_per_base);
    for (const int32_t contig : {0, 1})
      CHECK(markov_bits_per_base(found.model, *both, {{contig, {0, 12'000}}}) ==
            markov_bits_per_base(want.model, *both, {{contig, {0, 12'000}}}));
  }
  CHECK(markov_bits_per_base(fit_markov(two).model, *both, {{0, {0, 12'000}}}) < 0.3);
}

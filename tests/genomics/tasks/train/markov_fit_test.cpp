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
  GenomeSplits splits;
  splits.intervals[0] = {{0, {0, 9000}}};
  splits.intervals[1] = {{0, {9000, 12'000}}};
  splits.intervals[2] = {{0, {12'000, 18'000}}, {1, {0, 18'000}}};
  MarkovFitOptions options;
  options.max_order = 6;
  const MarkovFit fit = fit_markov(*genome, splits, options);
  CHECK(fit.choice.settings.order >= 2);
  CHECK(fit.choice.bits_per_base < 0.2);
  CHECK(fit.unrestricted.bits_per_base <= fit.choice.bits_per_base);
  CHECK(markov_bits_per_base(fit.model, *genome, {{0, {12'000, 18'000}}}) < 0.2);
  CHECK(markov_bits_per_base(fit.model, *genome, {{1, {0, 18'000}}}) > 2);
  // What was never counted is no better known for being held out: a random genome costs two bits.
  splits.intervals[0] = {{1, {0, 12'000}}};
  splits.intervals[1] = {{1, {12'000, 15'000}}};
  const MarkovFit random_fit = fit_markov(*genome, splits, options);
  CHECK(markov_bits_per_base(random_fit.model, *genome, {{1, {15'000, 18'000}}}) == Approx(2).margin(0.01));
  splits.intervals[1].clear();
  contains(error_of(ErrorKind::kBadInput, [&] { fit_markov(*genome, splits, options); }),
           "no part of the genome is for valid");
}

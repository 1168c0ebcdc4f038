#include "genomics/tasks/score/variant_task.h"

#include <filesystem>
#include <sstream>

#include "genomics/tasks/score/change_windows.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

constexpr char kBases[] = "ACGTTGCAACGTACGTTAGCNNACCGATTACAGGTacgttgcaacctacgttagc";

struct Fixture {
  TempFolder folder;
  std::string path = folder.path() / "lm.safetensors";
  LanguageCard card = test::write_random_language_model(path, HeadKind::kNextToken, 16);
  LanguageModel model{path, 1};
  IndexedFasta reference{folder.write("ref.fa", std::string(">c\n") + kBases + "\n>d\nACGT\n")};
  VariantTotals totals;

  /// Scores records below a header of two contigs, and gives CHROM to INFO of what comes out.
  std::vector<std::string> score(const std::string& records, const VariantOptions& options = {}) {
    VariantReader reader{
        InputFile(folder.write("in.vcf",
                               "##fileformat=VCFv4.3\n##contig=<ID=c>\n##contig=<ID=d>\n##contig=<ID=x>\n"
                               "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n" +
                                   records))};
    VariantTask task(model, reference, options);
    VariantWriter writer({folder.path() / "out.vcf"}, reader, task.fields("m\"x"), {"1.0", "undula"});
    task.run(reader, writer, [](int64_t) {});
    writer.commit();
    totals = task.totals();
    std::istringstream text(folder.read("out.vcf"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) {
      if (!line.starts_with('#')) lines.push_back(line);
    }
    return lines;
  }

  float ratio(int64_t position, const char* ref, const char* alt, int64_t window = 16) {
    const SequenceChange change = change_in_window(reference, 0, trimmed_change(position - 1, ref, alt), window);
    return static_cast<float>(ChangeScorer(model, true).score({&change, 1})[0]);
  }
};

float ratio_in(const std::string& line) {
  return std::stof(line.substr(line.find("UND_LLR=") + 8));
}

}  // namespace

TEST_CASE("variant scores: each allele in the window around what it changes") {
  Fixture f;
  const auto lines = f.score(
      "c\t9\t.\tA\tG\t.\t.\t.\n"
      "c\t9\t.\tAC\tGC,A\t.\t.\t.\n"
      "c\t36\t.\tA\tT\t.\t.\t.\n");
  REQUIRE(lines.size() == 3);
  CHECK(ratio_in(lines[0]) == Approx(f.ratio(9, "A", "G")).epsilon(1e-5));
  CHECK(ratio_in(lines[1]) == ratio_in(lines[0]));
  CHECK(std::stof(lines[1].substr(lines[1].find(',', 15) + 1)) == Approx(f.ratio(9, "AC", "A")).epsilon(1e-5));
  CHECK(ratio_in(lines[2]) == Approx(f.ratio(36, "a", "t")).epsilon(1e-5));
  CHECK(lines[1].find("UND_SKIP") == std::string::npos);
  CHECK(f.totals.scored == 4);
  CHECK(f.totals.clipped == 0);
  const auto narrow = f.score("c\t9\t.\tA\tG\t.\t.\t.\n", {.window = 6, .both_strands = true});
  CHECK(ratio_in(narrow[0]) == Approx(f.ratio(9, "A", "G", 6)).epsilon(1e-5));
  contains(f.folder.read("out.vcf"),
           "##INFO=<ID=UND_LLR,Number=A,Type=Float,Description=\"Log-likelihood ratio of the allele to the reference "
           "in nats: model m_x, window 6 bp, mean of both strands\",Source=\"undula\",Version=\"1.0\">");
}

TEST_CASE("variant scores: every reason to skip, and a record for every record") {
  Fixture f;
  const auto lines = f.score(
      "c\t9\t.\tA\t.\t.\t.\t.\n"
      "c\t9\t.\tA\tG,*,<DEL>,A[c:5[,R\t.\t.\tOLD\n"
      "x\t9\t.\tA\tG\t.\t.\t.\n"
      "c\t56\t.\tGC\tG\t.\t.\t.\n"
      "d\t0\t.\tA\tG\t.\t.\t.\n"
      "c\t8\t.\tC\tG\t.\t.\t.\n"
      "c\t21\t.\tA\tG\t.\t.\t.\n"
      "c\t9\t.\tA\tAACGTACGTA\t.\t.\t.\n"
      "y\t9\t.\tA\t<NON_REF>\t.\t.\t.\n"
      "c\t1\t.\tA\tA\t.\t.\tUND_SKIP=old;UND_LLR=7\n");
  REQUIRE(lines.size() == 10);
  const auto info = [&](size_t i) { return lines[i].substr(lines[i].rfind('\t') + 1); };
  CHECK(info(0) == "UND_SKIP=no_alt");
  CHECK(info(1).starts_with("OLD;UND_LLR="));
  CHECK(info(1).ends_with(",.,.,.,.;UND_SKIP=.,spanning_deletion,symbolic,breakend,ambiguous"));
  CHECK(info(2) == "UND_LLR=.;UND_SKIP=unknown_contig");
  CHECK(info(3) == "UND_LLR=.;UND_SKIP=out_of_contig");
  CHECK(info(4) == "UND_LLR=.;UND_SKIP=out_of_contig");
  CHECK(info(5) == "UND_LLR=.;UND_SKIP=ref_mismatch");
  CHECK(info(6) == "UND_LLR=.;UND_SKIP=ref_mismatch");
  CHECK(info(7) == "UND_LLR=.;UND_SKIP=too_long");
  CHECK(info(8) == "UND_LLR=.;UND_SKIP=symbolic");
  CHECK(info(9) == "UND_LLR=0");
  CHECK(f.totals.records == 10);
  CHECK(f.totals.scored == 2);
  CHECK(f.totals.clipped == 1);
  CHECK(f.totals.skipped[static_cast<size_t>(SkipReason::kRefMismatch)] == 2);
}

TEST_CASE("variant scores: records before a bad one are written") {
  Fixture f;
  VariantReader reader{InputFile(f.folder.write(
      "bad.vcf",
      "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nc\t9\t.\tA\tG\t.\t.\t.\nc\t9\n"))};
  VariantTask task(f.model, f.reference, {});
  VariantWriter writer({f.folder.path() / "out.vcf"}, reader, task.fields("m"), {"1.0", "undula"});
  contains(error_of(ErrorKind::kBadInput, [&] { task.run(reader, writer, [](int64_t) {}); }), "after record 1 (c:9)");
  const std::string kept = writer.keep_partial();
  CHECK(kept == (f.folder.path() / "out.vcf.partial").string());
  contains(f.folder.read("out.vcf.partial"), "c\t9\t.\tA\tG\t.\t.\tUND_LLR=");
}

#include "cli/commands/score_variants.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "cli/output/run_record.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

constexpr double kLongestWindow = 1 << 24;

void summarise(const VariantTotals& totals, const VariantReader& reader) {
  int64_t skipped = 0;
  std::string reasons;
  for (size_t i = 1; i < totals.skipped.size(); ++i) {
    if (totals.skipped[i] == 0) continue;
    skipped += totals.skipped[i];
    reasons += std::string(reasons.empty() ? "" : ", ") + name_of(static_cast<SkipReason>(i)) + " " +
               grouped(totals.skipped[i]);
  }
  std::string text = "scored " + grouped(totals.scored) + " alleles of " + grouped(totals.records) + " records\n";
  if (skipped > 0) text += "skipped " + grouped(skipped) + ": " + reasons + "\n";
  if (totals.clipped > 0)
    text += grouped(totals.clipped) + " windows end with their contig, before their full length\n";
  for (const std::string& contig : reader.undeclared_contigs())
    text += "the header of " + reader.name() + " lacks contig '" + contig + "'; its records are kept\n";
  std::fputs(text.c_str(), stderr);
}

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::kUsage, what, "command line", "undula score --help");
}

}  // namespace

void ScoreVariants::declare(OptionSet& options) {
  options.begin_group("Variants (docs/variants.md)");
  options.add("--vcf", &vcf_, "FILE", "VCF or BCF, plain, gzip or bgzip, '-' for standard input: adds UND_LLR to it");
  options.add("--reference", &reference_, "FILE", "FASTA that the variants were called on, plain or bgzip");
  options.add("--window", &task_.window, "N", "bases of the reference read around a change")
      .range(1, kLongestWindow)
      .default_text("what the model was trained on");
  options.add("-O,--output-type", &format_, "TYPE", "v VCF, z bgzipped VCF, b BCF, u uncompressed BCF")
      .choices({"v", "z", "b", "u"})
      .default_text("by the name of --out: .vcf.gz, .vcf.bgz, .bcf, else v");
  options.add_switch("-W,--write-index", &index_, "index --out: .tbi, or .csi for BCF and contigs beyond 512 Mbp");
}

void ScoreVariants::run(const std::string& model, const std::string& out, bool both_strands,
                        const CommonOptions& common) {
  if (reference_.empty()) refuse("--vcf needs --reference, to check REF and to read around it");
  if (common.json) refuse("variants are written as VCF or BCF, not as JSON");
  const VariantOutput to = output(out);
  task_.both_strands = both_strands;
  VariantReader reader{InputFile(vcf_)};
  const IndexedFasta reference(reference_);
  LanguageModel language_model(model, common.compute());
  VariantTask task(language_model, reference, task_);
  const std::string name = std::filesystem::path(model).filename().string();
  VariantWriter writer(to, reader, task.fields(name), {UNDULA_VERSION, command_line()});
  Progress progress("scoring", "records", progress_style(common.quiet, common.verbose));
  try {
    task.run(reader, writer, [&](int64_t records) { progress.update(records, 0); });
  } catch (const Error&) {
    progress.clear();
    const std::string kept = task.totals().records > 0 ? writer.keep_partial() : "";
    if (!kept.empty()) std::fprintf(stderr, "the records before the error are in %s\n", kept.c_str());
    throw;
  }
  writer.commit();
  progress.clear();
  if (!common.quiet) summarise(task.totals(), reader);
}

VariantOutput ScoreVariants::output(const std::string& out) const {
  VariantOutput to{out, VariantFormat::kVcf, index_};
  const auto is = [&](const char* letter, std::initializer_list<const char*> suffixes) {
    if (!format_.empty()) return format_ == letter;
    return std::any_of(suffixes.begin(), suffixes.end(), [&](const char* suffix) { return out.ends_with(suffix); });
  };
  if (is("z", {".vcf.gz", ".vcf.bgz"})) to.format = VariantFormat::kBgzipVcf;
  if (is("b", {".bcf"})) to.format = VariantFormat::kBcf;
  if (is("u", {})) to.format = VariantFormat::kUncompressedBcf;
  const bool compressed = to.format == VariantFormat::kBgzipVcf || to.format == VariantFormat::kBcf;
  if (index_ && (!compressed || out == "-")) refuse("--write-index needs --out with a name, as bgzipped VCF or BCF");
  return to;
}

}  // namespace undula::cli

#include "genomics/tasks/score/variant_task.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "genomics/tasks/score/change_windows.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

constexpr size_t kSitesAtOnce = 32;
constexpr size_t kChangesAtOnce = 64;

/// Text that may stand between the quotes of a header line.
std::string quotable(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < ' '; },
      '_');
  return text;
}

}  // namespace

VariantTask::VariantTask(LanguageModel& model, const IndexedFasta& reference, const VariantOptions& options)
    : reference_(reference), options_(options), scorer_(model, options.both_strands) {
  if (options_.window == 0) options_.window = model.card().window;
}

std::vector<AlleleField> VariantTask::fields(const std::string& model) const {
  const std::string by = "model " + quotable(model) + ", window " + std::to_string(options_.window) + " bp, " +
                         (options_.both_strands ? "mean of both strands" : "forward strand");
  return {{kRatioField, "Float", "Log-likelihood ratio of the allele to the reference in nats: " + by},
          {kSkipField, "String", std::string("Why ") + kRatioField + " is missing, . where it is not"}};
}

void VariantTask::run(VariantReader& reader, VariantWriter& writer,
                      const std::function<void(int64_t records)>& progress) {
  std::vector<Site> sites(kSitesAtOnce);
  std::optional<Error> bad;
  for (bool more = true; more && !bad;) {
    size_t count = 0;
    changes_.clear();
    try {
      while (count < kSitesAtOnce && changes_.size() < kChangesAtOnce && (more = reader.read(sites[count].record)))
        take(sites[count++]);
    } catch (const Error& error) {
      bad = error;
    }
    const std::vector<double> ratios = scorer_.score(changes_);
    for (size_t i = 0; i < count; ++i) {
      annotate(sites[i], ratios);
      writer.write(sites[i].record);
      ++totals_.records;
    }
    progress(totals_.records);
  }
  if (bad) throw *bad;
}

void VariantTask::take(Site& site) {
  site.skip.clear();
  site.change.clear();
  for (int64_t i = 0; i < site.record.alt_count(); ++i) {
    site.change.push_back(changes_.size());
    site.skip.push_back(take_allele(site, i));
  }
}

SkipReason VariantTask::take_allele(const Site& site, int64_t alt) {
  const VariantRecord& record = site.record;
  const std::string_view ref = record.ref();
  if (const SkipReason reason = unscorable(ref, record.alt(alt)); reason != SkipReason::kNone) return reason;
  const int32_t contig = reference_.find(std::string(record.contig()));
  if (contig < 0) return SkipReason::kUnknownContig;
  const int64_t begin = record.position(), length = static_cast<int64_t>(ref.size());
  if (begin < 0 || begin + length > reference_.contig_length(contig)) return SkipReason::kOutOfContig;
  if (tokenize(ref) != tokenize(reference_.fetch(contig, begin, begin + length))) return SkipReason::kRefMismatch;
  AlleleChange allele = trimmed_change(begin, ref, record.alt(alt));
  const auto changed = static_cast<int64_t>(std::max(allele.ref.size(), allele.alt.size()));
  if (changed > scorer_.longest_change(options_.window)) return SkipReason::kTooLong;
  changes_.push_back(change_in_window(reference_, contig, std::move(allele), options_.window));
  if (static_cast<int64_t>(changes_.back().window.size()) < options_.window) ++totals_.clipped;
  return SkipReason::kNone;
}

void VariantTask::annotate(Site& site, const std::vector<double>& ratios) {
  if (site.skip.empty()) {
    ++totals_.skipped[static_cast<size_t>(SkipReason::kNoAlt)];
    site.record.remove_info(kRatioField);
    site.record.set_info(kSkipField, name_of(SkipReason::kNoAlt));
    return;
  }
  std::vector<std::optional<float>> values;
  std::string reasons;
  bool all_scored = true;
  for (size_t i = 0; i < site.skip.size(); ++i) {
    const bool scored = site.skip[i] == SkipReason::kNone;
    values.push_back(scored ? std::optional(static_cast<float>(ratios[site.change[i]])) : std::nullopt);
    reasons += (i == 0 ? "" : ",") + std::string(name_of(site.skip[i]));
    ++(scored ? totals_.scored : totals_.skipped[static_cast<size_t>(site.skip[i])]);
    all_scored = all_scored && scored;
  }
  site.record.set_info(kRatioField, values);
  if (all_scored) {
    site.record.remove_info(kSkipField);
  } else {
    site.record.set_info(kSkipField, reasons);
  }
}

}  // namespace undula

#include "genomics/tasks/score/allele.h"

#include <algorithm>
#include <array>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

SkipReason not_bases(std::string_view text) {
  SkipReason reason = SkipReason::kNone;
  for (const char c : text) {
    const uint8_t token = kTokenOf[static_cast<unsigned char>(c)];
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (token == kNotNucleotide || !letter) return SkipReason::kNotBases;
    if (token == kAmbiguousToken) reason = SkipReason::kAmbiguous;
  }
  return text.empty() ? SkipReason::kNotBases : reason;
}

}  // namespace

const char* name_of(SkipReason reason) {
  constexpr std::array<const char*, kSkipReasons> kNames = {
      ".",         "no_alt",         "spanning_deletion", "symbolic",     "breakend", "ambiguous",
      "not_bases", "unknown_contig", "out_of_contig",     "ref_mismatch", "too_long"};
  return kNames[static_cast<size_t>(reason)];
}

SkipReason unscorable(std::string_view ref, std::string_view alt) {
  if (alt.empty() || alt == ".") return SkipReason::kNoAlt;
  if (alt == "*") return SkipReason::kSpanningDeletion;
  if (alt.front() == '<') return SkipReason::kSymbolic;
  if (alt.find_first_of("[]") != std::string_view::npos || alt.front() == '.' || alt.back() == '.')
    return SkipReason::kBreakend;
  const SkipReason reason = not_bases(alt);
  return reason != SkipReason::kNone ? reason : not_bases(ref);
}

AlleleChange trimmed_change(int64_t position, std::string_view ref, std::string_view alt) {
  AlleleChange change{position, tokenize(ref), tokenize(alt)};
  const auto suffix = std::mismatch(change.ref.rbegin(), change.ref.rend(), change.alt.rbegin(), change.alt.rend());
  change.ref.erase(suffix.first.base(), change.ref.end());
  change.alt.erase(suffix.second.base(), change.alt.end());
  const auto prefix = std::mismatch(change.ref.begin(), change.ref.end(), change.alt.begin(), change.alt.end());
  change.begin += prefix.first - change.ref.begin();
  change.ref.erase(change.ref.begin(), prefix.first);
  change.alt.erase(change.alt.begin(), prefix.second);
  return change;
}

}  // namespace undula

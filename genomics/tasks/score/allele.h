#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace undula {

/// Why an alternative allele gets no score.
enum class SkipReason : uint8_t {
  kNone,
  kNoAlt,             ///< "." or nothing
  kSpanningDeletion,  ///< "*"
  kSymbolic,          ///< "<DEL>", "<NON_REF>"
  kBreakend,          ///< "G]17:198982]", ".A"
  kAmbiguous,         ///< an IUPAC code that is not one base
  kNotBases,          ///< anything else that is no sequence of bases
  kUnknownContig,     ///< the reference has no such contig
  kOutOfContig,       ///< POS or the end of REF lies outside the contig
  kRefMismatch,       ///< REF is not what the reference holds there
  kTooLong,           ///< more changed bases than the model's window has room for
};
inline constexpr int kSkipReasons = 11;  ///< kNone included

/// The name in the output: "ref_mismatch"; "." for kNone.
const char* name_of(SkipReason reason);

/// What speaks against a score in the texts of REF and of one ALT alone, whatever the reference holds.
SkipReason unscorable(std::string_view ref, std::string_view alt);

/// What an allele changes, without the bases that REF and ALT have in common at their ends: tokens of the reference
/// from `begin` on become `alt`. Equal for every way to write the same change at the same place.
struct AlleleChange {
  int64_t begin = 0;  ///< in the contig, 0-based
  std::vector<uint8_t> ref, alt;
};
AlleleChange trimmed_change(int64_t position, std::string_view ref, std::string_view alt);

}  // namespace undula

#include "genomics/io/alignment_record.h"

#include <htslib/sam.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

constexpr uint8_t kNoQuality = 0xff;
constexpr std::string_view kCodes = "NACMGRSVTWYHKDBN";  // of the four-bit codes, '=' as N

using TwoBases = std::array<char, 2>;

/// The two bases of every byte, the first in its upper half.
constexpr std::array<TwoBases, 256> kPairs = [] {
  std::array<TwoBases, 256> pairs{};
  for (size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kCodes[i >> 4], kCodes[i & 15]};
  return pairs;
}();

}  // namespace

AlignmentRecord::AlignmentRecord() : record_(bam_init1()) {
  if (record_ == nullptr) throw std::bad_alloc();
}

std::string AlignmentRecord::name() const {
  return bam_get_qname(record_.get());
}

std::string AlignmentRecord::read_id() const {
  switch (flags() & (BAM_FREAD1 | BAM_FREAD2)) {
    case BAM_FREAD1:
      return name() + "/1";
    case BAM_FREAD2:
      return name() + "/2";
    default:
      return name();
  }
}

uint16_t AlignmentRecord::flags() const {
  return record_->core.flag;
}
int AlignmentRecord::mapping_quality() const {
  return record_->core.qual;
}
bool AlignmentRecord::is_paired() const {
  return (flags() & BAM_FPAIRED) != 0;
}

bool AlignmentRecord::is_additional() const {
  return (flags() & (BAM_FSECONDARY | BAM_FSUPPLEMENTARY)) != 0;
}
bool AlignmentRecord::is_mate_of(uint16_t other) const {
  const int same = flags() & other & (BAM_FREAD1 | BAM_FREAD2);
  return is_paired() && (other & BAM_FPAIRED) != 0 && same == 0;
}

size_t AlignmentRecord::bytes() const {
  return sizeof(bam1_t) + static_cast<size_t>(record_->l_data);
}

void AlignmentRecord::bases(std::string& to) const {
  const uint8_t* packed = bam_get_seq(record_.get());
  to.resize(static_cast<size_t>(record_->core.l_qseq));
  size_t i = 0;
  for (; i + 1 < to.size(); i += 2) std::memcpy(to.data() + i, kPairs[packed[i / 2]].data(), 2);
  if (i < to.size()) to[i] = kPairs[packed[i / 2]].front();
  if (bam_is_rev(record_.get())) reverse_complement(to);
}

void AlignmentRecord::quality(std::string& to) const {
  const uint8_t* values = bam_get_qual(record_.get());
  const auto length = static_cast<size_t>(record_->core.l_qseq);
  to.resize(length == 0 || values[0] == kNoQuality ? 0 : length);
  for (size_t i = 0; i < to.size(); ++i) to[i] = static_cast<char>(std::min(values[i] + '!', static_cast<int>('~')));
  if (bam_is_rev(record_.get())) std::reverse(to.begin(), to.end());
}

std::optional<std::string> AlignmentRecord::tag(const std::string& name) const {
  constexpr size_t kBeforeValue = 5;  // "XY:Z:"
  kstring_t text = KS_INITIALIZE;
  std::optional<std::string> value;
  if (bam_aux_get_str(record_.get(), name.c_str(), &text) == 1) value.emplace(ks_str(&text) + kBeforeValue);
  ks_free(&text);
  return value;
}

void AlignmentRecord::set_tag(const char* tag, const std::string& text) {
  set_tag(tag, 'Z', text.c_str(), text.size() + 1);
}

void AlignmentRecord::set_tag(const char* tag, float value) {
  set_tag(tag, 'f', &value, sizeof value);
}

void AlignmentRecord::set_tag(const char* tag, char type, const void* data, size_t bytes) {
  if (uint8_t* old = bam_aux_get(record_.get(), tag)) bam_aux_del(record_.get(), old);
  if (bam_aux_append(record_.get(), tag, type, static_cast<int>(bytes), static_cast<const uint8_t*>(data)) != 0)
    throw Error(ErrorKind::kFailure, std::string("the tag ") + tag + " has no room in its record", name());
}

}  // namespace undula

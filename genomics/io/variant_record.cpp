#include "genomics/io/variant_record.h"

#include <htslib/vcf.h>

#include <new>
#include <vector>

#include "core/base/error.h"

namespace undula {

VariantRecord::VariantRecord() : record_(bcf_init()) {
  if (record_ == nullptr) throw std::bad_alloc();
}

std::string_view VariantRecord::contig() const {
  return bcf_seqname_safe(header_, record_.get());
}
int64_t VariantRecord::position() const {
  return record_->pos;
}
std::string_view VariantRecord::ref() const {
  return record_->n_allele > 0 ? record_->d.allele[0] : "";
}
int64_t VariantRecord::alt_count() const {
  return record_->n_allele > 0 ? record_->n_allele - 1 : 0;
}
std::string_view VariantRecord::alt(int64_t i) const {
  return record_->d.allele[i + 1];
}

void VariantRecord::set_info(const char* key, std::span<const std::optional<float>> values) {
  std::vector<float> numbers;
  for (const std::optional<float>& value : values) {
    if (value) {
      numbers.push_back(*value);
    } else {
      bcf_float_set_missing(numbers.emplace_back());
    }
  }
  check(bcf_update_info_float(header_, record_.get(), key, numbers.data(), static_cast<int>(numbers.size())), key);
}

void VariantRecord::set_info(const char* key, const std::string& text) {
  check(bcf_update_info_string(header_, record_.get(), key, text.c_str()), key);
}

void VariantRecord::remove_info(const char* key) {
  if (bcf_get_info(header_, record_.get(), key) != nullptr)
    check(bcf_update_info(header_, record_.get(), key, nullptr, 0, BCF_HT_STR), key);
}

void VariantRecord::check(int status, const char* key) const {
  if (status < 0)
    throw Error(ErrorKind::kFailure, std::string("the INFO field ") + key + " has no room in its record",
                std::string(contig()) + ":" + std::to_string(position() + 1));
}

}  // namespace undula

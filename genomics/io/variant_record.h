#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "genomics/io/hts_handles.h"

namespace undula {

/// One record of a VCF or BCF file, with all of its fields. Texts are valid until the record is read anew.
class VariantRecord {
 public:
  VariantRecord();

  std::string_view contig() const;
  /// 0-based; -1 for POS 0, the telomere.
  int64_t position() const;
  std::string_view ref() const;
  /// Alternative alleles; none where ALT is ".".
  int64_t alt_count() const;
  std::string_view alt(int64_t i) const;

  /// Sets an INFO field that the header declares, in place of one of the same name; nothing is written as ".".
  /// Errors: kFailure where the record has no room.
  void set_info(const char* key, std::span<const std::optional<float>> values);
  void set_info(const char* key, const std::string& text);
  /// Takes an INFO field out, if the record has it.
  void remove_info(const char* key);

  bcf1_t* get() const { return record_.get(); }

 private:
  friend class VariantReader;
  void check(int status, const char* key) const;

  HtsHandle<bcf1_t> record_;
  bcf_hdr_t* header_ = nullptr;  // of the reader that filled it
};

}  // namespace undula

#pragma once
#include <memory>
#include <string>

// HTSlib's objects as owned pointers; HTSlib's own headers are for .cpp files.
struct BGZF;
struct bam1_t;
struct bcf1_t;
struct bcf_hdr_t;
struct hFILE;
struct htsFile;
struct hts_idx_t;
struct hts_itr_t;
struct sam_hdr_t;

namespace undula {

/// Closes or frees what HTSlib made; errors of closing are not seen.
struct HtsDeleter {
  void operator()(BGZF* file) const;
  void operator()(bam1_t* record) const;
  void operator()(bcf1_t* record) const;
  void operator()(bcf_hdr_t* header) const;
  void operator()(hFILE* stream) const;
  void operator()(htsFile* file) const;
  void operator()(hts_idx_t* index) const;
  void operator()(hts_itr_t* records) const;
  void operator()(sam_hdr_t* header) const;
};

template <class T>
using HtsHandle = std::unique_ptr<T, HtsDeleter>;

/// The bytes that an output has taken and not yet packed: its next block so far.
std::string waiting_bytes(const BGZF* output);

}  // namespace undula

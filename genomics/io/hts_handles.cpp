#include "genomics/io/hts_handles.h"

#include <htslib/bgzf.h>
#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/sam.h>
#include <htslib/vcf.h>

namespace undula {

void HtsDeleter::operator()(BGZF* file) const {
  static_cast<void>(bgzf_close(file));
}
void HtsDeleter::operator()(bam1_t* record) const {
  bam_destroy1(record);
}
void HtsDeleter::operator()(bcf1_t* record) const {
  bcf_destroy(record);
}
void HtsDeleter::operator()(bcf_hdr_t* header) const {
  bcf_hdr_destroy(header);
}
void HtsDeleter::operator()(hFILE* stream) const {
  hclose_abruptly(stream);
}
void HtsDeleter::operator()(htsFile* file) const {
  static_cast<void>(hts_close(file));
}
void HtsDeleter::operator()(hts_idx_t* index) const {
  hts_idx_destroy(index);
}
void HtsDeleter::operator()(hts_itr_t* records) const {
  hts_itr_destroy(records);
}
void HtsDeleter::operator()(sam_hdr_t* header) const {
  sam_hdr_destroy(header);
}

std::string waiting_bytes(const BGZF* output) {
  return {static_cast<const char*>(output->uncompressed_block), static_cast<size_t>(output->block_offset)};
}

}  // namespace undula

#include "genomics/io/cram_reference.h"

#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/sam.h>

#include <cstdlib>
#include <filesystem>

#include "core/base/error.h"
#include "genomics/io/input_file.h"

namespace undula {
namespace {

std::string cache_folder() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  if (!variable("XDG_CACHE_HOME").empty()) return variable("XDG_CACHE_HOME");
  return variable("HOME") + "/.cache";
}

}  // namespace

void keep_references_local() {
  const char* path = std::getenv("REF_PATH");
  if (path == nullptr || *path == '\0') setenv("REF_PATH", (cache_folder() + "/hts-ref/%2s/%2s/%s").c_str(), 1);
}

void drop_remote_references(sam_hdr_t* header) {
  kstring_t place = KS_INITIALIZE;
  for (int i = 0; i < sam_hdr_nref(header); ++i) {
    const char* name = sam_hdr_tid2name(header, i);
    if (sam_hdr_find_tag_id(header, "SQ", "SN", name, "UR", &place) == 0 && hisremote(ks_str(&place)) != 0)
      sam_hdr_remove_tag_id(header, "SQ", "SN", name, "UR");
  }
  ks_free(&place);
}

void set_cram_reference(htsFile* file, const std::string& reference) {
  if (reference.empty()) return;
  { const InputFile must_be_there(reference); }
  if (hts_set_fai_filename(file, reference.c_str()) == 0) return;
  throw Error(ErrorKind::kBadInput, "the reference '" + reference + "' has no index, and none can be made beside it",
              reference, "samtools faidx " + reference + ", in a folder that can be written");
}

bool reads_without_bases(const std::string& path, int64_t number) {
  if (!std::filesystem::is_regular_file(path)) return false;
  const HtsHandle<htsFile> file(hts_open(path.c_str(), "r"));
  if (file == nullptr || hts_set_opt(file.get(), CRAM_OPT_REQUIRED_FIELDS, SAM_QNAME | SAM_FLAG | SAM_QUAL) != 0)
    return false;
  const HtsHandle<sam_hdr_t> header(sam_hdr_read(file.get()));
  const HtsHandle<bam1_t> record(bam_init1());
  if (header == nullptr || record == nullptr) return false;
  for (int64_t i = 0; i <= number; ++i) {
    if (sam_read1(file.get(), header.get(), record.get()) < 0) return false;
  }
  return true;
}

}  // namespace undula

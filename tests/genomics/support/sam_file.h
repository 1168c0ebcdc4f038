#pragma once
#include <htslib/sam.h>

#include <string>

#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

namespace undula::testing {

/// Writes SAM text into `folder` as SAM ("w"), BAM ("wb") or CRAM ("wc", against `reference`) and returns the path.
inline std::string write_alignments(const TempFolder& folder, const std::string& text, const char* mode,
                                    const std::string& reference = "") {
  const std::string from = folder.write("text.sam", text), to = (folder.path() / "reads").string();
  htsFile* in = hts_open(from.c_str(), "r");
  htsFile* out = hts_open(to.c_str(), mode);
  REQUIRE((in != nullptr && out != nullptr));
  if (!reference.empty()) REQUIRE(hts_set_fai_filename(out, reference.c_str()) == 0);
  sam_hdr_t* header = sam_hdr_read(in);
  REQUIRE(header != nullptr);
  REQUIRE(sam_hdr_write(out, header) == 0);
  bam1_t* record = bam_init1();
  while (sam_read1(in, header, record) >= 0) REQUIRE(sam_write1(out, header, record) >= 0);
  bam_destroy1(record);
  sam_hdr_destroy(header);
  REQUIRE(hts_close(in) == 0);
  REQUIRE(hts_close(out) == 0);
  return to;
}

}  // namespace undula::testing

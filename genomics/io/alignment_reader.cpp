#include "genomics/io/alignment_reader.h"

#include <htslib/bgzf.h>
#include <htslib/cram.h>
#include <htslib/sam.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.h"
#include "genomics/io/cram_reference.h"

namespace undula {

AlignmentReader::AlignmentReader(InputFile input, const std::string& reference)
    : input_(std::move(input)), reference_(reference) {
  keep_references_local();
  file_.reset(hts_hopen(input_.stream(), name().c_str(), "r"));
  if (file_ == nullptr)
    throw Error(ErrorKind::kBadInput, "cannot read '" + name() + "': " + std::strerror(errno), name());
  input_.release_stream();
  if (file_->format.format == cram) set_cram_reference(file_.get(), reference_);
  header_.reset(sam_hdr_read(file_.get()));
  if (header_ == nullptr)
    throw Error(ErrorKind::kBadInput, name() + " is cut short or damaged: its header cannot be read", name(),
                "samtools quickcheck -v " + name() + " tests a file");
  if (file_->format.format == cram) drop_remote_references(cram_fd_get_header(file_->fp.cram));  // not in header_
}

bool AlignmentReader::read(AlignmentRecord& record) {
  const int status = sam_read1(file_.get(), header_.get(), record.get());
  if (status < -1) fail();
  if (status == -1) {
    check_end();
    return false;
  }
  ++number_;
  last_name_ = record.name();
  return true;
}

const char* AlignmentReader::format() const {
  return file_->format.format == bam ? "BAM" : file_->format.format == cram ? "CRAM" : "SAM";
}

const char* AlignmentReader::packing() const {
  const htsCompression compression = file_->format.compression;
  return compression == bgzf ? "bgzip" : compression == gzip ? "gzip" : "plain";
}

int64_t AlignmentReader::references() const {
  return sam_hdr_nref(header_.get());
}

bool AlignmentReader::sorted_by_coordinate() const {
  kstring_t order = KS_INITIALIZE;
  const bool sorted =
      sam_hdr_find_tag_hd(header_.get(), "SO", &order) == 0 && std::strcmp(ks_str(&order), "coordinate") == 0;
  ks_free(&order);
  return sorted;
}

void AlignmentReader::check_end() const {
  bool cut = false;
  if (file_->format.format == cram) {
    cut = cram_eof(file_->fp.cram) == 2;
  } else if (file_->is_bgzf != 0) {
    cut = file_->fp.bgzf->no_eof_block != 0;
  }
  if (cut)
    throw Error(ErrorKind::kBadInput, name() + " is cut short: its end-of-file block is missing", where(),
                "copy or download the file again");
}

void AlignmentReader::fail() const {
  const bool is_cram = file_->format.format == cram;
  if (is_cram && reads_without_bases(name(), number_)) {
    throw Error(ErrorKind::kMissing,
                reference_.empty() ? "the reference that " + name() + " was made with is not on this machine"
                                   : reference_ + " is not the reference that " + name() + " was made with",
                where(), "--reference FILE.fa");
  }
  if (is_cram && reference_.empty() && input_.from_stdin()) {
    throw Error(ErrorKind::kMissing, "CRAM on stdin cannot be decoded: its reference is missing, or it is damaged",
                where(), "--reference FILE.fa");
  }
  throw Error(ErrorKind::kBadInput, name() + " is cut short or damaged: a record cannot be read", where(),
              "samtools quickcheck -v " + name() + " tests a file; copy or download it again");
}

std::string AlignmentReader::where() const {
  if (number_ == 0) return name() + ", before the first record";
  return name() + ", after record " + std::to_string(number_) + " ('" + last_name_ + "')";
}

}  // namespace undula

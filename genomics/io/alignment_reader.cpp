#include "genomics/io/alignment_reader.h"

#include <htslib/bgzf.h>
#include <htslib/cram.h>
#include <htslib/sam.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "core/base/error.h"
#include "genomics/io/alignment_regions.h"
#include "genomics/io/cram_reference.h"

namespace undula {

void check_no_regions(const AlignmentSource& source, const std::string& path) {
  if (!source.regions.empty())
    throw Error(ErrorKind::kUsage, "regions are read from alignments, and this is no BAM, CRAM or SAM", path,
                "an indexed BAM or CRAM file");
}

AlignmentReader::AlignmentReader(InputFile input, AlignmentSource source)
    : input_(std::move(input)), source_(std::move(source)) {
  keep_references_local();
  open();
}

void AlignmentReader::open() {
  file_.reset(hts_hopen(input_.stream(), name().c_str(), "r"));
  if (file_ == nullptr)
    throw Error(ErrorKind::kBadInput, "cannot read '" + name() + "': " + std::strerror(errno), name());
  input_.release_stream();
  const bool is_cram = file_->format.format == cram;
  if (is_cram) set_cram_reference(file_.get(), source_.reference);
  HtsHandle<sam_hdr_t> header(sam_hdr_read(file_.get()));
  if (header == nullptr)
    throw Error(ErrorKind::kBadInput, name() + " is cut short or damaged: its header cannot be read", name(),
                "samtools quickcheck -v " + name() + " tests a file");
  if (is_cram) drop_remote_references(cram_fd_get_header(file_->fp.cram));  // not in header_
  if (header_ == nullptr) header_ = std::move(header);
  threaded_ = input_.unpackers() > 0 && (is_cram || file_->format.format == bam) &&
              std::filesystem::is_regular_file(name()) && hts_check_EOF(file_.get()) == 1 &&
              hts_set_threads(file_.get(), input_.unpackers()) == 0;
  if (source_.regions.empty()) return;
  check_regions();
  selected_ = records_of_regions(file_.get(), header_.get(), name(), source_.regions);
}

void AlignmentReader::check_regions() const {
  if (input_.from_stdin())
    throw Error(ErrorKind::kUsage, "regions cannot be read from standard input: it has no index", name(),
                "the name of an indexed BAM or CRAM file");
  if (file_->format.format == sam && file_->format.compression != bgzf)
    throw Error(ErrorKind::kUsage, "regions cannot be read from " + std::string(packing()) + " SAM: it has no index",
                name(), "samtools sort --write-index -o sorted.bam " + name());
}

bool AlignmentReader::read(AlignmentRecord& record) {
  int status = read_next(record);
  if (threads_failed(status)) {
    open_again();
    status = read_next(record);
  }
  if (status < -1) fail();
  if (status == -1) {
    check_end();
    return false;
  }
  ++number_;
  last_name_.assign(bam_get_qname(record.get()));
  return true;
}

int AlignmentReader::read_next(AlignmentRecord& record) {
  return selected_ != nullptr ? sam_itr_next(file_.get(), selected_.get(), record.get())
                              : sam_read1(file_.get(), header_.get(), record.get());
}

bool AlignmentReader::threads_failed(int status) const {
  if (!threaded_) return false;
  return status < -1 || (file_->format.format == bam && file_->fp.bgzf->mt == nullptr);
}

void AlignmentReader::open_again() {
  input_ = InputFile(name());
  open();
  AlignmentRecord record;
  for (int64_t i = 0; i < number_ && read_next(record) >= 0; ++i) {
  }
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
  return header_says("SO", "coordinate");
}
bool AlignmentReader::grouped_by_name() const {
  return header_says("SO", "queryname") || header_says("GO", "query");
}

bool AlignmentReader::header_says(const char* key, const char* value) const {
  kstring_t found = KS_INITIALIZE;
  const bool same = sam_hdr_find_tag_hd(header_.get(), key, &found) == 0 && std::strcmp(ks_str(&found), value) == 0;
  ks_free(&found);
  return same;
}

void AlignmentReader::check_end() const {
  bool cut = false;
  if (selected_ != nullptr) {
    cut = !threaded_ && hts_check_EOF(file_.get()) == 0;
  } else if (file_->format.format == cram) {
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
                source_.reference.empty()
                    ? "the reference that " + name() + " was made with is not on this machine"
                    : source_.reference + " is not the reference that " + name() + " was made with",
                where(), "--reference FILE.fa");
  }
  if (is_cram && source_.reference.empty() && input_.from_stdin()) {
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

#include "genomics/io/alignment_writer.h"

#include <htslib/bgzf.h>
#include <htslib/hfile.h>
#include <htslib/sam.h>

#include <cerrno>

#include "core/base/error.h"
#include "genomics/io/cram_reference.h"
#include "genomics/io/hts_output.h"

namespace undula {
namespace {

constexpr int kCsiShift = 14;  // the finest bins of a CSI index hold 2^14 bases, as in samtools

const char* mode_of(AlignmentFormat format) {
  switch (format) {
    case AlignmentFormat::kSam:
      return "w";
    case AlignmentFormat::kBgzipSam:
      return "wz";
    case AlignmentFormat::kBam:
      return "wb";
    case AlignmentFormat::kUncompressedBam:
      return "wb0";
    default:
      return "wc";
  }
}

/// Throws where the header's lines cannot be told apart; HTSlib reads over that until they are needed.
void check_header(const AlignmentReader& input) {
  if (sam_hdr_count_lines(input.header(), "HD") < 0)
    throw Error(ErrorKind::kBadInput,
                "the header of " + input.name() + " breaks the rules of SAM: it cannot be written", input.name(),
                "samtools view -H " + input.name() + " shows it; --format tsv does without");
}

}  // namespace

struct AlignmentWriter::Impl {
  bool is_cram;
  bool in_bam;  // CRAM that waits as BAM
  std::string reference;
  HtsHandle<sam_hdr_t> header;
  HtsOutput out;  // closed before its header goes

  Impl(const std::string& path, AlignmentFormat format, const AlignmentReader& input, const std::string& reference_file,
       const std::optional<OutputSpot>& from)
      : is_cram(format == AlignmentFormat::kCram),
        in_bam(is_cram && from),
        reference(reference_file),
        header((check_header(input), sam_hdr_dup(input.header()))),
        out(path, mode_of(in_bam ? AlignmentFormat::kBam : format), from ? std::optional(from->bytes) : std::nullopt) {
    check(header != nullptr);
  }

  void check(bool good) const {
    if (!good && needs_reference() && errno == 0)
      throw Error(ErrorKind::kMissing, "cannot write '" + out.target.name() + "': CRAM needs the reference",
                  out.target.name(), "--reference FILE.fa");
    out.check(good);
  }

  bool needs_reference() const { return is_cram && !in_bam && reference.empty(); }

  void pack(const std::string& tail) {
    if (tail.empty()) return;
    check(bgzf_write(out.file->fp.bgzf, tail.data(), tail.size()) == static_cast<ssize_t>(tail.size()));
  }

  /// Encodes the closed BAM file, and removes it.
  void make_cram() {
    AlignmentReader records{InputFile(out.target.place())};
    AlignmentWriter cram(out.target.name(), AlignmentFormat::kCram, records, {}, reference);
    for (AlignmentRecord record; records.read(record);) cram.write(record);
    cram.commit();
    out.target.discard();
  }
};

AlignmentWriter::AlignmentWriter(const std::string& path, AlignmentFormat format, const AlignmentReader& input,
                                 const std::optional<ProgramLine>& program, const std::string& reference,
                                 const std::optional<OutputSpot>& from)
    : impl_(std::make_unique<Impl>(path, format, input, reference, from)) {
  if (impl_->is_cram) set_cram_reference(impl_->out.file.get(), reference);
  if (program)
    impl_->check(sam_hdr_add_pg(impl_->header.get(), "undula", "VN", program->version.c_str(), "CL",
                                program->one_line().c_str(), nullptr) == 0);
  if (impl_->is_cram) drop_remote_references(impl_->header.get());
  if (from && !from->is_start()) {
    impl_->pack(from->tail);
    return;
  }
  errno = 0;
  impl_->check(sam_hdr_write(impl_->out.file.get(), impl_->header.get()) == 0);
}

AlignmentWriter::~AlignmentWriter() = default;

void AlignmentWriter::add_index() {
  const bool is_cram = impl_->out.file->format.format == cram;
  impl_->out.index.emplace(impl_->out.target.name() + (is_cram ? ".crai" : ".csi"));
  errno = 0;
  impl_->check(sam_idx_init(impl_->out.file.get(), impl_->header.get(), kCsiShift, impl_->out.index->place()) == 0);
}

void AlignmentWriter::write(const AlignmentRecord& record) {
  errno = 0;
  if (sam_write1(impl_->out.file.get(), impl_->header.get(), record.get()) >= 0) return;
  if (errno == 0 && impl_->out.index && !impl_->needs_reference())
    throw Error(ErrorKind::kBadInput, "records are not in the order of the reference: no index can be made",
                record.name(), "samtools sort first, or no --write-index");
  impl_->check(false);
}

OutputSpot AlignmentWriter::save() {
  const htsFile& file = *impl_->out.file;
  const bool packed = file.is_bgzf != 0;
  errno = 0;
  impl_->check(hflush(packed ? file.fp.bgzf->fp : file.fp.hfile) == 0);
  return {impl_->out.target.sync(), packed ? waiting_bytes(file.fp.bgzf) : ""};
}

void AlignmentWriter::commit() {
  errno = 0;
  if (impl_->out.index) impl_->check(sam_idx_save(impl_->out.file.get()) == 0);
  impl_->check(impl_->out.close());
  if (impl_->in_bam) {
    impl_->make_cram();
  } else {
    impl_->out.commit();
  }
}

std::string AlignmentWriter::keep_partial() noexcept {
  return impl_->out.keep_partial();
}

}  // namespace undula

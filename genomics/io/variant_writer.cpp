#include "genomics/io/variant_writer.h"

#include <htslib/hfile.h>
#include <htslib/vcf.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "genomics/io/index_output.h"

namespace undula {
namespace {

constexpr int kCsiShift = 14;                      // the finest bins of a CSI index hold 2^14 bases, as in bcftools
constexpr uint64_t kTbiReach = uint64_t{1} << 29;  // bases of a contig that a TBI index can hold

const char* mode_of(VariantFormat format) {
  switch (format) {
    case VariantFormat::kVcf:
      return "w";
    case VariantFormat::kBgzipVcf:
      return "wz";
    case VariantFormat::kBcf:
      return "wb";
    default:
      return "wbu";
  }
}

bool fits_tbi(VariantFormat format, const bcf_hdr_t* header) {
  if (format != VariantFormat::kBgzipVcf) return false;
  for (int i = 0; i < header->n[BCF_DT_CTG]; ++i) {
    if (header->id[BCF_DT_CTG][i].val->info[0] > kTbiReach) return false;
  }
  return true;
}

std::string info_line(const AlleleField& field, const ProgramLine& program) {
  return "##INFO=<ID=" + field.id + ",Number=A,Type=" + field.type + ",Description=\"" + field.description +
         "\",Source=\"undula\",Version=\"" + program.version + "\">";
}

}  // namespace

struct VariantWriter::Impl {
  AtomicFile target;
  VariantReader& input;
  std::optional<IndexOutput> index;
  HtsHandle<htsFile> file;

  Impl(const VariantOutput& output, VariantReader& from) : target(output.path), input(from) {
    const int fd = dup(target.descriptor());
    HtsHandle<hFILE> stream(fd < 0 ? nullptr : hdopen(fd, "w"));
    check(stream != nullptr);
    file.reset(hts_hopen(stream.get(), target.name().c_str(), mode_of(output.format)));
    check(file != nullptr);
    static_cast<void>(stream.release());
  }

  void start(const VariantOutput& output) {
    errno = 0;
    check(bcf_hdr_write(file.get(), input.header()) == 0);
    if (!output.index) return;
    const bool tbi = fits_tbi(output.format, input.header());
    index.emplace(output.path + (tbi ? ".tbi" : ".csi"));
    check(bcf_idx_init(file.get(), input.header(), tbi ? 0 : kCsiShift, index->place()) == 0);
  }

  void check(bool good) const {
    if (good) return;
    throw Error(ErrorKind::kFailure,
                "cannot write '" + target.name() + "'" + (errno != 0 ? std::string(": ") + std::strerror(errno) : ""),
                target.name(), errno == ENOSPC ? "free some space, or write elsewhere" : "");
  }

  void close() {
    errno = 0;
    check(hts_close(file.release()) == 0);
  }
};

VariantWriter::VariantWriter(const VariantOutput& output, VariantReader& input, const std::vector<AlleleField>& fields,
                             const ProgramLine& program)
    : impl_(std::make_unique<Impl>(output, input)) {
  bcf_hdr_t* header = input.header();
  for (const AlleleField& field : fields) {
    bcf_hdr_remove(header, BCF_HL_INFO, field.id.c_str());
    impl_->check(bcf_hdr_append(header, info_line(field, program).c_str()) == 0);
  }
  impl_->check(bcf_hdr_append(header, ("##undula_version=" + program.version).c_str()) == 0);
  impl_->check(bcf_hdr_append(header, ("##undula_command=" + program.one_line()).c_str()) == 0);
  impl_->check(bcf_hdr_sync(header) == 0);
  impl_->start(output);
}

VariantWriter::~VariantWriter() = default;

void VariantWriter::write(const VariantRecord& record) {
  errno = 0;
  if (bcf_write(impl_->file.get(), impl_->input.header(), record.get()) == 0) return;
  const std::string at = std::string(record.contig()) + ":" + std::to_string(record.position() + 1);
  if (record.get()->errcode != 0)
    throw Error(ErrorKind::kBadInput,
                "BCF cannot hold a record whose contig or field the header of " + impl_->input.name() + " lacks", at,
                "-O z for bgzipped VCF");
  if (errno == 0 && impl_->index)
    throw Error(ErrorKind::kBadInput, "records are not in the order of their positions: no index can be made", at,
                "bcftools sort first, or no --write-index");
  impl_->check(false);
}

void VariantWriter::commit() {
  errno = 0;
  if (impl_->index) impl_->check(bcf_idx_save(impl_->file.get()) == 0);
  impl_->close();
  impl_->target.commit();
  if (impl_->index) impl_->index->commit();
}

std::string VariantWriter::keep_partial() noexcept {
  try {
    impl_->close();
    return impl_->target.keep_partial();
  } catch (const Error&) {
    return "";
  }
}

}  // namespace undula

#include "genomics/io/variant_writer.h"

#include <htslib/vcf.h>

#include <cerrno>
#include <optional>

#include "core/base/error.h"
#include "genomics/io/hts_output.h"

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
  VariantReader& input;
  HtsOutput out;

  Impl(const VariantOutput& output, VariantReader& from) : input(from), out(output.path, mode_of(output.format)) {}

  void start(const VariantOutput& output) {
    errno = 0;
    out.check(bcf_hdr_write(out.file.get(), input.header()) == 0);
    if (!output.index) return;
    const bool tbi = fits_tbi(output.format, input.header());
    out.index.emplace(output.path + (tbi ? ".tbi" : ".csi"));
    out.check(bcf_idx_init(out.file.get(), input.header(), tbi ? 0 : kCsiShift, out.index->place()) == 0);
  }
};

VariantWriter::VariantWriter(const VariantOutput& output, VariantReader& input, const std::vector<AlleleField>& fields,
                             const ProgramLine& program)
    : impl_(std::make_unique<Impl>(output, input)) {
  bcf_hdr_t* header = input.header();
  for (const AlleleField& field : fields) {
    bcf_hdr_remove(header, BCF_HL_INFO, field.id.c_str());
    impl_->out.check(bcf_hdr_append(header, info_line(field, program).c_str()) == 0);
  }
  impl_->out.check(bcf_hdr_append(header, ("##undula_version=" + program.version).c_str()) == 0);
  impl_->out.check(bcf_hdr_append(header, ("##undula_command=" + program.one_line()).c_str()) == 0);
  impl_->out.check(bcf_hdr_sync(header) == 0);
  impl_->start(output);
}

VariantWriter::~VariantWriter() = default;

void VariantWriter::write(const VariantRecord& record) {
  errno = 0;
  if (bcf_write(impl_->out.file.get(), impl_->input.header(), record.get()) == 0) return;
  const std::string at = std::string(record.contig()) + ":" + std::to_string(record.position() + 1);
  if (record.get()->errcode != 0)
    throw Error(ErrorKind::kBadInput,
                "BCF cannot hold a record whose contig or field the header of " + impl_->input.name() + " lacks", at,
                "-O z for bgzipped VCF");
  if (errno == 0 && impl_->out.index)
    throw Error(ErrorKind::kBadInput, "records are not in the order of their positions: no index can be made", at,
                "bcftools sort first, or no --write-index");
  impl_->out.check(false);
}

void VariantWriter::commit() {
  errno = 0;
  if (impl_->out.index) impl_->out.check(bcf_idx_save(impl_->out.file.get()) == 0);
  impl_->out.check(impl_->out.close());
  impl_->out.commit();
}

std::string VariantWriter::keep_partial() noexcept {
  return impl_->out.keep_partial();
}

}  // namespace undula

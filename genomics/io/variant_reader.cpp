#include "genomics/io/variant_reader.h"

#include <htslib/bgzf.h>
#include <htslib/kseq.h>
#include <htslib/vcf.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr int64_t kSiteColumns = 8;                                 // CHROM to INFO; FORMAT and the samples follow
constexpr int kUndeclared = BCF_ERR_CTG_UNDEF | BCF_ERR_TAG_UNDEF;  // added to the header, and read on

const char* what_is_wrong(int reason) {
  if (reason & BCF_ERR_CTG_INVALID) return "a record has no valid contig name";
  if (reason & BCF_ERR_TAG_INVALID) return "a record has no valid name of a field";
  if (reason & BCF_ERR_CHAR) return "a record holds a character that is not allowed";
  if (reason & BCF_ERR_LIMITS) return "a record exceeds what VCF allows";
  return "a record cannot be read; the file is damaged or cut short";
}

}  // namespace

VariantReader::VariantReader(InputFile input) : input_(std::move(input)) {
  errno = 0;
  file_.reset(hts_hopen(input_.stream(), name().c_str(), "r"));
  if (file_ == nullptr)
    throw Error(ErrorKind::kBadInput,
                "cannot read '" + name() + "'" + (errno != 0 ? std::string(": ") + std::strerror(errno) : ""), name());
  input_.release_stream();
  if (file_->format.format != vcf && file_->format.format != bcf)
    throw Error(ErrorKind::kBadInput, name() + " is neither VCF nor BCF", name(),
                "a VCF file begins with ##fileformat=VCFv4");
  header_.reset(bcf_hdr_read(file_.get()));
  if (header_ == nullptr)
    throw Error(ErrorKind::kBadInput, name() + " is cut short or damaged: its header cannot be read", name(),
                "bcftools view -h " + name() + " shows how far it goes");
}

bool VariantReader::read(VariantRecord& record) {
  bcf1_t* raw = record.get();
  const int contigs = header_->n[BCF_DT_CTG];
  const int status = text() ? read_line(raw) : bcf_read(file_.get(), header_.get(), raw);
  if (status == -1) {
    check_end();
    return false;
  }
  const int wrong = raw->errcode & ~kUndeclared;
  if (status < -1 || wrong != 0 || bcf_unpack(raw, BCF_UN_SHR) != 0) fail(what_is_wrong(wrong));
  record.header_ = header_.get();
  ++number_;
  if (header_->n[BCF_DT_CTG] > contigs) undeclared_contigs_.emplace_back(record.contig());
  last_ = std::string(record.contig()) + ":" + std::to_string(record.position() + 1);
  return true;
}

int VariantReader::read_line(bcf1_t* record) {
  kstring_t& line = file_->line;
  const int status = hts_getline(file_.get(), KS_SEP_LINE, &line);
  if (status < 0) return status;
  const auto columns = std::count(line.s, line.s + line.l, '\t') + 1;
  const int samples = bcf_hdr_nsamples(header_.get());
  const int64_t expected = samples > 0 ? kSiteColumns + 1 + samples : kSiteColumns;
  if (samples > 0 ? columns != expected : columns < expected)
    fail("a record has " + std::to_string(columns) + " columns, not " + std::to_string(expected));
  return vcf_parse(&line, header_.get(), record) == 0 ? 0 : -2;
}

void VariantReader::check_end() const {
  if (file_->is_bgzf != 0 && file_->fp.bgzf->no_eof_block != 0)
    throw Error(ErrorKind::kBadInput, name() + " is cut short: its end-of-file block is missing", where(),
                "copy or download the file again");
}

void VariantReader::fail(const std::string& what) const {
  throw Error(ErrorKind::kBadInput, name() + ": " + what, where(), "bcftools view " + name() + " tests a file");
}

std::string VariantReader::where() const {
  const std::string line = text() && file_->lineno > 0 ? ", line " + std::to_string(file_->lineno) : "";
  if (number_ == 0) return name() + line + ", before the first record";
  return name() + line + ", after record " + std::to_string(number_) + " (" + last_ + ")";
}

bool VariantReader::text() const {
  return file_->format.format == vcf;
}

}  // namespace undula

#include "genomics/io/variant_reader.h"

#include <htslib/bgzf.h>
#include <htslib/vcf.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr int64_t kSiteColumns = 8;                                 // CHROM to INFO; FORMAT and the samples follow
constexpr size_t kLongestText = size_t{1} << 30;                    // of a header or a line: HTSlib counts in 32 bits
constexpr int kUndeclared = BCF_ERR_CTG_UNDEF | BCF_ERR_TAG_UNDEF;  // added to the header, and read on

const char* what_is_wrong(int reason) {
  if (reason & BCF_ERR_CTG_INVALID) return "a record has no valid contig name";
  if (reason & BCF_ERR_TAG_INVALID) return "a record has no valid name of a field";
  if (reason & BCF_ERR_CHAR) return "a record holds a character that is not allowed";
  if (reason & BCF_ERR_LIMITS) return "a record exceeds what VCF allows";
  return "a record cannot be read; the file is damaged or cut short";
}

}  // namespace

VariantReader::VariantReader(InputFile input) : name_(input.name()) {
  if (input.holds_vcf()) {
    text_.emplace(ByteStream(std::move(input)));
    read_text_header();
  } else if (input.holds_bcf()) {
    open_binary(input);
  } else {
    throw Error(ErrorKind::kBadInput, name_ + " is neither VCF nor BCF", name_,
                "a VCF file begins with ##fileformat=VCFv4");
  }
}

bool VariantReader::read(VariantRecord& record) {
  bcf1_t* raw = record.get();
  const int contigs = header_->n[BCF_DT_CTG];
  if (text_ ? !read_line(raw) : !read_binary(raw)) return false;
  const int wrong = raw->errcode & ~kUndeclared;
  if (wrong != 0 || bcf_unpack(raw, BCF_UN_SHR) != 0) fail(what_is_wrong(wrong));
  record.header_ = header_.get();
  ++number_;
  if (header_->n[BCF_DT_CTG] > contigs) undeclared_contigs_.emplace_back(record.contig());
  last_ = std::string(record.contig()) + ":" + std::to_string(record.position() + 1);
  return true;
}

void VariantReader::read_text_header() {
  std::string text;
  for (bool more = true; more;) {
    text_->skip_empty_lines();
    if (text_->at_end() || text_->peek() != '#') fail_header();
    const size_t start = text.size();
    if (!text_->append_line(text, kLongestText)) fail_header();
    more = text.compare(start, 2, "##") == 0;
    text += '\n';
  }
  header_.reset(bcf_hdr_init("r"));
  if (header_ == nullptr || bcf_hdr_parse(header_.get(), text.data()) != 0) fail_header();
}

void VariantReader::open_binary(InputFile& input) {
  file_.reset(hts_hopen(input.stream(), name_.c_str(), "r"));
  if (file_ == nullptr)
    throw Error(ErrorKind::kBadInput, "cannot read '" + name_ + "': " + std::strerror(errno), name_);
  input.release_stream();
  header_.reset(bcf_hdr_read(file_.get()));
  if (header_ == nullptr) fail_header();
}

bool VariantReader::read_line(bcf1_t* record) {
  line_.clear();
  try {
    text_->skip_empty_lines();
    if (text_->at_end()) return false;
    if (!text_->append_line(line_, kLongestText)) fail("a record is longer than 1 GiB");
  } catch (const Error& error) {
    throw Error(error.kind(), error.what(), where(), error.hint());
  }
  const int64_t columns = std::count(line_.begin(), line_.end(), '\t') + 1;
  const int samples = bcf_hdr_nsamples(header_.get());
  const int64_t expected = samples > 0 ? kSiteColumns + 1 + samples : kSiteColumns;
  if (samples > 0 ? columns != expected : columns < expected)
    fail("a record has " + std::to_string(columns) + " columns, not " + std::to_string(expected));
  kstring_t text = {line_.size(), line_.size() + 1, line_.data()};
  bcf_clear(record);
  if (vcf_parse(&text, header_.get(), record) != 0) fail(what_is_wrong(record->errcode));
  return true;
}

bool VariantReader::read_binary(bcf1_t* record) {
  const int status = bcf_read(file_.get(), header_.get(), record);
  if (status < -1) fail(what_is_wrong(record->errcode));
  if (status == -1 && file_->is_bgzf != 0 && file_->fp.bgzf->no_eof_block != 0)
    throw Error(ErrorKind::kBadInput, name_ + " is cut short: its bgzip end-of-file block is missing", where(),
                "copy or download the file again");
  return status == 0;
}

void VariantReader::fail(const std::string& what) const {
  throw Error(ErrorKind::kBadInput, name_ + ": " + what, where(), "bcftools view " + name_ + " tests a file");
}

void VariantReader::fail_header() const {
  throw Error(ErrorKind::kBadInput, name_ + " is cut short or damaged: its header cannot be read", name_,
              "bcftools view -h " + name_ + " shows how far it goes");
}

std::string VariantReader::where() const {
  if (number_ == 0) return name_ + ", before the first record";
  return name_ + ", after record " + std::to_string(number_) + " (" + last_ + ")";
}

}  // namespace undula

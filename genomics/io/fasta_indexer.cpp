#include <algorithm>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "genomics/io/byte_stream.h"
#include "genomics/io/fasta_index.h"

namespace undula {
namespace {

constexpr size_t kLongestHeader = size_t{16} << 20;

/// Takes the content of a FASTA file piece by piece, lines cut anywhere, and keeps where its records lie.
class FastaIndexer {
 public:
  explicit FastaIndexer(std::string file) : file_(std::move(file)) {}

  void add(std::string_view piece) {
    while (!piece.empty()) {
      const void* lf = std::memchr(piece.data(), '\n', piece.size());
      const size_t n = lf == nullptr ? piece.size() : static_cast<size_t>(static_cast<const char*>(lf) - piece.data());
      add_part(piece.substr(0, n));
      piece.remove_prefix(n);
      if (lf == nullptr) break;
      piece.remove_prefix(1);
      end_line();
    }
  }

  std::vector<FastaContig> finish() {
    if (bytes_ > 0) end_line();
    std::erase_if(contigs_, [](const FastaContig& contig) { return contig.length == 0; });
    return std::move(contigs_);
  }

 private:
  enum class Line : uint8_t { kUnknown, kHeader, kBases };

  void add_part(std::string_view part) {
    if (part.empty()) return;
    if (kind_ == Line::kUnknown) kind_ = part[0] == '>' ? Line::kHeader : Line::kBases;
    if (kind_ == Line::kHeader) {
      if (header_.size() + part.size() > kLongestHeader) fail("a header line of more than 16 MiB; is this FASTA?");
      header_ += part;
    } else if (bytes_ == 0 && contigs_.empty() && part[0] != '\r') {
      fail(part[0] == '@' ? "this is FASTQ, where a genome in FASTA is needed"
                          : "text before the first header; FASTA begins with '>'");
    }
    bytes_ += static_cast<int64_t>(part.size());
    last_ = part.back();
  }

  void end_line() {
    const int64_t bases = bytes_ - (bytes_ > 0 && last_ == '\r' ? 1 : 0);
    if (kind_ == Line::kHeader) {
      begin_contig();
    } else if (bases == 0) {
      ended_ = true;
    } else {
      add_bases(bases, bytes_ + 1);
    }
    offset_ += bytes_ + 1;
    if (kind_ == Line::kHeader) contigs_.back().offset = offset_;
    bytes_ = 0;
    kind_ = Line::kUnknown;
    ++line_;
  }

  void begin_contig() {
    const std::string_view words = std::string_view(header_).substr(1);
    const std::string name(words.substr(0, std::min(words.find_first_of(" \t\r\v\f"), words.size())));
    if (name.empty()) fail("a record without a name, which no region can point to");
    const auto [found, is_new] = line_of_.emplace(name, line_);
    if (!is_new) {
      fail("two records are named '" + name + "', here and in line " + std::to_string(found->second),
           "seqkit rename, or rename one of them by hand");
    }
    contigs_.emplace_back().name = name;
    header_.clear();
    ended_ = false;
  }

  void add_bases(int64_t bases, int64_t width) {
    FastaContig& contig = contigs_.back();
    if (contig.length == 0) {
      contig.line_bases = bases;
      contig.line_width = width;
    }
    if (ended_ || bases > contig.line_bases) {
      fail("record '" + contig.name + "' has lines of different length, so that its bases cannot be found by number",
           "seqtk seq -l 60 " + file_ + " > NEW.fa writes it in lines of 60");
    }
    ended_ = bases < contig.line_bases || width != contig.line_width;
    contig.length += bases;
  }

  [[noreturn]] void fail(const std::string& what, const std::string& hint = "") const {
    throw Error(ErrorKind::kBadInput, what, file_ + ", line " + std::to_string(line_), hint);
  }

  std::string file_;
  std::vector<FastaContig> contigs_;
  std::unordered_map<std::string, int64_t> line_of_;
  std::string header_;
  Line kind_ = Line::kUnknown;
  int64_t line_ = 1;
  int64_t offset_ = 0;  // of the current line
  int64_t bytes_ = 0;   // of the current line so far
  char last_ = 0;
  bool ended_ = false;  // a short or blank line: the current record can have no more bases
};

}  // namespace

FastaIndex make_fasta_index(const std::string& path) {
  ByteStream stream(path);
  FastaIndexer indexer(path);
  FastaIndex index;
  for (std::string_view piece = stream.next(); !piece.empty(); piece = stream.next()) {
    const std::string packing = stream.packing();
    if (packing == "gzip") {
      throw Error(ErrorKind::kBadInput, path + " is compressed with gzip, which can only be read from its start", path,
                  "gzip -dc " + path + " | bgzip > NEW.fa.gz");
    }
    if (packing == "bgzip") {
      index.blocks.push_back(
          {static_cast<uint64_t>(stream.block_address()), static_cast<uint64_t>(stream.offset()) - piece.size()});
    }
    indexer.add(piece);
  }
  index.contigs = indexer.finish();
  return index;
}

}  // namespace undula

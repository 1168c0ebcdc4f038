#include "genomics/io/fasta_index_store.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "genomics/io/byte_stream.h"

namespace undula {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kLargestBlock = 64 << 10;

void check_is_file(const std::string& path) {
  std::error_code ignored;
  const fs::file_type type = fs::status(path, ignored).type();
  if (path != "-" && type != fs::file_type::fifo && type != fs::file_type::character) return;
  throw Error(ErrorKind::kBadInput, "a genome is read in any order, which a pipe does not allow",
              path == "-" ? "stdin" : path, "name a FASTA file, plain or bgzip");
}

bool is_bgzip(const std::string& path) {
  ByteStream stream(path);
  stream.next();
  return stream.packing() == std::string("bgzip");
}

/// The content of an index file; nothing where it is not there or older than the file that it belongs to.
std::optional<std::string> read_index_file(const std::string& path, const std::string& of) {
  std::error_code error;
  const auto time = fs::last_write_time(path, error);
  if (error || time < fs::last_write_time(of)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return std::nullopt;
  return text.str();
}

/// False where the file is too small for what the index says.
bool fits(const FastaIndex& index, const std::string& path) {
  int64_t end = 0;
  for (const FastaContig& contig : index.contigs) {
    const int64_t line_ends = contig.length == 0 ? 0 : (contig.length - 1) / contig.line_bases;
    end = std::max(end, contig.offset + contig.length + line_ends * (contig.line_width - contig.line_bases));
  }
  const auto bytes = static_cast<int64_t>(fs::file_size(path));
  if (index.blocks.empty()) return end <= bytes;
  const BgzipBlock& last = index.blocks.back();
  return static_cast<int64_t>(last.address) < bytes && end <= static_cast<int64_t>(last.offset) + kLargestBlock;
}

std::optional<FastaIndex> reuse_index(const std::string& path, bool bgzip) {
  const auto fai = read_index_file(path + ".fai", path);
  const auto gzi = bgzip ? read_index_file(path + ".gzi", path) : "";
  FastaIndex index;
  if (!fai || fai->empty() || !gzi || (bgzip && gzi->empty())) return std::nullopt;
  if (!parse_fasta_index(*fai, *gzi, index) || !fits(index, path)) return std::nullopt;
  return index;
}

/// False where the folder cannot be written.
bool write_beside(const std::string& path, const std::string& content) {
  try {
    AtomicFile file(path);
    file.write(content);
    file.commit();
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

StoredFastaIndex load_fasta_index(const std::string& path) {
  check_is_file(path);
  const bool bgzip = is_bgzip(path);
  if (auto index = reuse_index(path, bgzip)) return {std::move(*index), IndexOrigin::kReused};
  StoredFastaIndex made{make_fasta_index(path), IndexOrigin::kInMemory};
  // The .fai last: samtools takes the pair for complete where it is there.
  if ((!bgzip || write_beside(path + ".gzi", made.index.gzi())) && write_beside(path + ".fai", made.index.fai()))
    made.origin = IndexOrigin::kWritten;
  return made;
}

}  // namespace undula

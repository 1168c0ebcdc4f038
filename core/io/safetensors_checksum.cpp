#include "core/io/safetensors_checksum.h"

#include "core/io/json.h"
#include "core/io/sha256.h"

namespace undula {
namespace {

constexpr char kDigest[] = "sha256:";

}  // namespace

std::string blank_checksum() {
  return kDigest + std::string(64, '0');
}

bool is_checksum(const std::string& text) {
  return text.starts_with(kDigest);
}

bool replace_checksum(std::string& header, const std::string& from, const std::string& to) {
  const std::string field = json_text(kChecksumKey) + ":";
  const size_t at = header.find(field + json_text(from));
  if (at == std::string::npos) return false;
  header.replace(at + field.size(), json_text(from).size(), json_text(to));
  return true;
}

std::string tensor_file_checksum(const std::string& header, const std::vector<TensorEntry>& entries) {
  Sha256 sha;
  sha.update(header_size_bytes(header));
  sha.update(header);
  for (const TensorEntry& entry : entries) sha.update(entry.tensor.bytes);
  return kDigest + sha.hex();
}

std::string header_size_bytes(const std::string& header) {
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(header.size() >> shift & 0xff);
  return bytes;
}

}  // namespace undula

#include <algorithm>
#include <tuple>

#include "core/io/atomic_file.h"
#include "core/io/safetensors_checksum.h"
#include "core/io/safetensors_header.h"

namespace undula {
namespace {

TensorHeader lay_out(const TensorFile& content) {
  TensorHeader header{content.metadata, {}, 0};
  header.metadata[kChecksumKey] = blank_checksum();
  for (const Tensor& tensor : content.tensors) header.entries.push_back({tensor, 0, 0});
  std::sort(header.entries.begin(), header.entries.end(), [](const TensorEntry& a, const TensorEntry& b) {
    return std::tuple(-size_of(a.tensor.type), a.tensor.name) < std::tuple(-size_of(b.tensor.type), b.tensor.name);
  });
  for (TensorEntry& entry : header.entries) {
    entry.begin = header.data_bytes;
    entry.end = header.data_bytes += entry.tensor.bytes.size();
  }
  return header;
}

}  // namespace

void write_tensor_file(const std::string& path, const TensorFile& content) {
  const TensorHeader header = lay_out(content);
  std::string text = tensor_header_text(header);
  replace_checksum(text, blank_checksum(), tensor_file_checksum(text, header.entries));

  AtomicFile out(path);
  out.write(header_size_bytes(text));
  out.write(text);
  for (const TensorEntry& entry : header.entries) out.write(entry.tensor.bytes.data(), entry.tensor.bytes.size());
  out.commit();
}

}  // namespace undula

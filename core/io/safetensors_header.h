#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/safetensors.h"

namespace undula {

/// One tensor as the header of a safetensors file describes it: no bytes yet, but where they lie in the data.
struct TensorEntry {
  Tensor tensor;
  uint64_t begin = 0, end = 0;
};

/// The JSON header of a safetensors file.
struct TensorHeader {
  std::map<std::string, std::string> metadata;
  std::vector<TensorEntry> entries;  ///< in the order of their bytes, which follow each other from 0 without gaps
  uint64_t data_bytes = 0;           ///< the end of the last
};

/// Parses and validates a header; `path` is for messages. Throws kBadInput.
TensorHeader parse_tensor_header(std::string_view text, const std::string& path);

/// The canonical text of a header: keys sorted, no white space, spaces at the end up to a multiple of 8 bytes.
std::string tensor_header_text(const TensorHeader& header);

/// Throws the kBadInput error of a malformed file.
[[noreturn]] void fail_tensor_file(const std::string& what, const std::string& where);

}  // namespace undula

#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/io/safetensors_header.h"

namespace undula {

/// What stands in the metadata while the checksum is computed: "sha256:" and 64 zeros.
std::string blank_checksum();

/// True for metadata that claims to be such a checksum.
bool is_checksum(const std::string& text);

/// Replaces the checksum `from` in a header's text by `to`; false when it is not there as write_tensor_file writes it.
bool replace_checksum(std::string& header, const std::string& from, const std::string& to);

/// The checksum of a file: header text with the blank checksum in it, padding included, and tensors in file order.
std::string tensor_file_checksum(const std::string& header, const std::vector<TensorEntry>& entries);

/// The first 8 bytes of a file: the size of its header text, little-endian.
std::string header_size_bytes(const std::string& header);

}  // namespace undula

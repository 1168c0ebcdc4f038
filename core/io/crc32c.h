#pragma once
#include <cstdint>
#include <string_view>

namespace undula {

/// CRC-32C of some bytes (Castagnoli polynomial, reflected; RFC 3720, appendix B.4).
uint32_t crc32c(std::string_view bytes);

}  // namespace undula

#pragma once
#include <cstdint>
#include <string_view>

namespace undula {

/// CRC-32C of some bytes (Castagnoli polynomial, reflected; RFC 3720, appendix B.4), or of bytes whose CRC-32C is
/// `before` and these behind them.
uint32_t crc32c(std::string_view bytes, uint32_t before = 0);

}  // namespace undula

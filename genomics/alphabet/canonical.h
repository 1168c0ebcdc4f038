#pragma once
#include <cstdint>
#include <span>

namespace undula {

/// A 64-bit hash that a sequence shares with its reverse complement and, but for chance, with no other.
uint64_t canonical_hash(std::span<const uint8_t> tokens);

}  // namespace undula

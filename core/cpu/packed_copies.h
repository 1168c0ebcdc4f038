#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <tuple>

#include "core/base/buffer.h"

namespace undula {

class Context;

/// Packed copies of weight matrices, kept from call to call.
class PackedCopies {
 public:
  /// Which copy of which matrix: where it lies, which side of a product it is packed for, and in whose format.
  using Key = std::tuple<const std::byte*, bool, int>;

  /// The copy of `bytes` bytes made by `pack` at this generation: the one that is there, or packed again in place.
  /// Without a generation (0) it lives in scratch of the caller's scope. nullptr while planning.
  std::byte* get(Context& ctx, const Key& key, size_t bytes, uint64_t generation,
                 const std::function<void(std::byte*)>& pack);

  /// Bytes of memory for all copies, those that were only planned included.
  size_t bytes() const;

 private:
  struct Copy {
    size_t bytes = 0;
    uint64_t generation = 0;
    Buffer memory;
  };
  std::map<Key, Copy> copies_;
};

}  // namespace undula

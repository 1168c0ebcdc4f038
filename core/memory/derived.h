#pragma once
#include <map>

#include "core/base/buffer.h"

namespace undula {

/// What is computed from a parameter and kept as long as the parameter stays as it is: one block of floats under its
/// address, made again when the generation of the parameters (ParamStore::generation) moves.
class Derived {
 public:
  /// Memory of `count` floats for the parameter at `key`, null while planning; `stale` tells the caller to fill it.
  struct Block {
    float* floats;
    bool stale;
  };
  Block of(const std::byte* key, int64_t count, uint64_t generation, bool planning);

  /// Bytes of all blocks, those that were only planned included.
  size_t bytes() const;

 private:
  struct Entry {
    int64_t count = 0;
    uint64_t generation = 0;
    Buffer memory;
  };
  std::map<const std::byte*, Entry> entries_;
};

}  // namespace undula

#include "core/memory/derived.h"

namespace undula {

Derived::Block Derived::of(const std::byte* key, int64_t count, uint64_t generation, bool planning) {
  Entry& entry = entries_[key];
  if (entry.count != count) entry = {count, 0, Buffer()};
  if (planning) return {nullptr, false};
  if (entry.memory.bytes() == 0) entry.memory = Buffer::of({count}, DType::kF32);
  const bool stale = entry.generation != generation;
  entry.generation = generation;
  return {reinterpret_cast<float*>(entry.memory.data()), stale};
}

size_t Derived::bytes() const {
  size_t bytes = 0;
  for (const auto& [key, entry] : entries_) bytes += static_cast<size_t>(entry.count) * sizeof(float);
  return bytes;
}

}  // namespace undula

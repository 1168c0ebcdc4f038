#include "core/cpu/packed_copies.h"

#include "core/memory/context.h"

namespace undula {

std::byte* PackedCopies::get(Context& ctx, const Key& key, size_t bytes, uint64_t generation,
                             const std::function<void(std::byte*)>& pack) {
  if (generation == 0) {
    const View scratch = ctx.scratch({static_cast<int64_t>(bytes)}, DType::kU8);
    if (ctx.planning()) return nullptr;
    pack(scratch.data);
    return scratch.data;
  }
  Copy& copy = copies_[key];
  if (copy.bytes != bytes) copy = {bytes, 0, Buffer()};
  if (ctx.planning()) return nullptr;
  if (copy.memory.bytes() == 0) copy.memory = Buffer(bytes);
  if (copy.generation != generation) {
    pack(copy.memory.data());
    copy.generation = generation;
  }
  return copy.memory.data();
}

size_t PackedCopies::bytes() const {
  constexpr size_t kPage = 4096;
  size_t all = 0;
  for (const auto& [key, copy] : copies_) all += (copy.bytes + kPage - 1) / kPage * kPage;
  return all;
}

}  // namespace undula

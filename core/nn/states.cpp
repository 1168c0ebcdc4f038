#include "core/nn/states.h"

namespace undula {
namespace {

constexpr size_t kAlign = 64;

Shape batched(const Shape& extents, int64_t batch) {
  switch (extents.rank()) {
    case 1:
      return {batch, extents[0]};
    case 2:
      return {batch, extents[0], extents[1]};
    default:
      return {batch, extents[0], extents[1], extents[2]};
  }
}

size_t slot_bytes(const StateSlot& slot, int64_t batch) {
  const size_t bytes = static_cast<size_t>(batch * slot.extents.count()) * size_of(slot.dtype);
  return (bytes + kAlign - 1) / kAlign * kAlign;
}

}  // namespace

int StateLayout::add(std::string name, Shape extents) {
  slots_.push_back({std::move(name), extents, dtype_, 0});
  return static_cast<int>(slots_.size()) - 1;
}

int StateLayout::add_tokens(std::string name, Shape extents) {
  slots_.push_back({std::move(name), extents, DType::kI32, -1});
  return static_cast<int>(slots_.size()) - 1;
}

int StateLayout::add_counter(std::string name) {
  slots_.push_back({std::move(name), {1}, DType::kI32, 0});
  return static_cast<int>(slots_.size()) - 1;
}

size_t StateSet::bytes(const StateLayout& layout, int64_t batch) {
  size_t bytes = 0;
  for (const StateSlot& slot : layout.slots()) bytes += slot_bytes(slot, batch);
  return bytes;
}

StateSet StateSet::bind(const StateLayout& layout, int64_t batch, const View& memory) {
  StateSet set;
  std::byte* at = memory.data;
  for (const StateSlot& slot : layout.slots()) {
    set.views_.emplace_back(at, slot.dtype, batched(slot.extents, batch), memory.memory);
    at += slot_bytes(slot, batch);
  }
  return set;
}

StateSet StateSet::scratch(Context& ctx, const StateLayout& layout, int64_t batch) {
  return bind(layout, batch, ctx.scratch({static_cast<int64_t>(bytes(layout, batch))}, DType::kU8));
}

void StateSet::reset(const StateLayout& layout) const {
  // All bytes of -1 are 255.
  for (size_t i = 0; i < views_.size(); ++i) fill_bytes(views_[i], layout.slots()[i].initial == 0 ? 0 : 255);
}

void StateSet::zero() const {
  for (const View& view : views_) fill_zero(view);
}

}  // namespace undula

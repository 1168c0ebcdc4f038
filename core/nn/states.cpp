#include "core/nn/states.h"

#include <algorithm>

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

template <class T>
void fill(const View& view, double value) {
  std::fill_n(view.as<T>(), view.count(), static_cast<T>(value));
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

StateSet StateSet::bind(const StateLayout& layout, int64_t batch, std::byte* memory) {
  StateSet set;
  for (const StateSlot& slot : layout.slots()) {
    set.views_.emplace_back(memory, slot.dtype, batched(slot.extents, batch));
    memory += slot_bytes(slot, batch);
  }
  return set;
}

StateSet StateSet::scratch(Context& ctx, const StateLayout& layout, int64_t batch) {
  return bind(layout, batch, ctx.scratch({static_cast<int64_t>(bytes(layout, batch))}, DType::kU8).data);
}

void StateSet::reset(const StateLayout& layout) const {
  for (size_t i = 0; i < views_.size(); ++i) {
    const double initial = layout.slots()[i].initial;
    switch (views_[i].dtype) {
      case DType::kF64:
        fill<double>(views_[i], initial);
        break;
      case DType::kI32:
        fill<int32_t>(views_[i], initial);
        break;
      default:
        fill<float>(views_[i], initial);
        break;
    }
  }
}

void StateSet::zero() const {
  for (const View& view : views_) fill_zero(view);
}

}  // namespace undula

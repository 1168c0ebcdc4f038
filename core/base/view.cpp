#include "core/base/view.h"

#include <cstring>

#include "core/base/error.h"

namespace undula {
namespace {

Shape packed_strides(const Shape& shape) {
  Shape strides = shape;
  int64_t step = 1;
  for (int i = shape.rank() - 1; i >= 0; --i) {
    strides[i] = step;
    step *= shape[i];
  }
  return strides;
}

/// How views of one shape lie in memory: `count` blocks, each of `rows` runs of `run` elements. Trailing axes that are
/// contiguous in all of them are one run.
class Blocks {
 public:
  Blocks(const View& a, const View& b)
      : run(a.shape[-1]), size(size_of(a.dtype)), shape_(a.shape), outer_(a.shape.rank() - 1) {
    while (outer_ > 0 && a.strides[outer_ - 1] == run && b.strides[outer_ - 1] == run) run *= shape_[--outer_];
    if (outer_ > 0) rows = shape_[--outer_];
    for (int i = 0; i < outer_; ++i) count *= shape_[i];
  }

  /// The runs of one block of a view.
  DeviceMemory::Runs of(const View& view, int64_t block) const {
    int64_t offset = 0;
    for (int i = outer_ - 1; i >= 0; --i) {
      offset += block % shape_[i] * view.strides[i];
      block /= shape_[i];
    }
    const size_t stride = rows > 1 ? static_cast<size_t>(view.strides[outer_]) : static_cast<size_t>(run);
    return {view.data + offset * static_cast<int64_t>(size), stride * size};
  }
  size_t run_bytes() const { return static_cast<size_t>(run) * size; }

  int64_t run, rows = 1, count = 1;
  const size_t size;  ///< bytes of an element

 private:
  const Shape& shape_;
  int outer_;
};

void copy_block(const View& from, const View& to, const Blocks& blocks, int64_t block) {
  const DeviceMemory::Runs source = blocks.of(from, block), target = blocks.of(to, block);
  const size_t bytes = blocks.run_bytes(), rows = static_cast<size_t>(blocks.rows);
  if (to.memory != nullptr && from.memory != nullptr) {
    require(to.memory == from.memory, "copy", "the views lie on two devices");
    to.memory->copy(source, target, bytes, rows);
  } else if (to.memory != nullptr) {
    to.memory->upload(source, target, bytes, rows);
  } else if (from.memory != nullptr) {
    from.memory->download(source, target, bytes, rows);
  } else {
    for (size_t row = 0; row < rows; ++row)
      std::memcpy(target.data + row * target.stride, source.data + row * source.stride, bytes);
  }
}

}  // namespace

bool View::contiguous() const {
  return strides == packed_strides(shape);
}

View View::slice(int axis, int64_t begin, int64_t end) const {
  if (!(begin >= 0 && begin <= end && end <= shape[axis]))
    require(false, "slice",
            "range outside the axis; got [" + std::to_string(begin) + ", " + std::to_string(end) + "), want within " +
                std::to_string(shape[axis]));
  View view = *this;
  view.data += begin * strides[axis] * static_cast<int64_t>(size_of(dtype));
  view.shape[axis] = end - begin;
  return view;
}

View View::row(int64_t i) const {
  View view;
  view.data = data + i * strides[0] * static_cast<int64_t>(size_of(dtype));
  view.dtype = dtype;
  view.memory = memory;
  switch (shape.rank()) {
    case 2:
      view.shape = {shape[1]};
      view.strides = {strides[1]};
      break;
    case 3:
      view.shape = {shape[1], shape[2]};
      view.strides = {strides[1], strides[2]};
      break;
    case 4:
      view.shape = {shape[1], shape[2], shape[3]};
      view.strides = {strides[1], strides[2], strides[3]};
      break;
    case 5:
      view.shape = {shape[1], shape[2], shape[3], shape[4]};
      view.strides = {strides[1], strides[2], strides[3], strides[4]};
      break;
    default:
      view.shape = {1};
      view.strides = {1};
      break;
  }
  return view;
}

View View::reshape(Shape to) const {
  require(contiguous(), "reshape", "the view is not contiguous");
  if (to.count() != count())
    require(false, "reshape", "element counts differ; got " + to.text() + ", want " + shape.text());
  return View(data, dtype, to, memory);
}

View View::rows() const {
  const int rank = shape.rank();
  int64_t n = 1;
  for (int i = 0; i + 1 < rank; ++i) {
    if (!(i + 2 >= rank || shape[i] <= 1 || strides[i] == shape[i + 1] * strides[i + 1]))
      violated("rows", "leading axes of " + shape.text() + " cannot be merged");
    n *= shape[i];
  }
  View view(data, dtype, {n, shape[rank - 1]}, memory);
  if (rank > 1) view.strides[0] = strides[rank - 2];
  return view;
}

void fill_bytes(const View& view, uint8_t byte) {
  if (!view.present() || view.count() == 0) return;
  const Blocks blocks(view, view);
  for (int64_t block = 0; block < blocks.count; ++block) {
    const DeviceMemory::Runs to = blocks.of(view, block);
    const size_t bytes = blocks.run_bytes(), rows = static_cast<size_t>(blocks.rows);
    if (view.memory != nullptr) {
      view.memory->fill(to, byte, bytes, rows);
      continue;
    }
    for (size_t row = 0; row < rows; ++row) std::memset(to.data + row * to.stride, byte, bytes);
  }
}

void copy(const View& from, const View& to) {
  require(from.dtype == to.dtype, "copy", "element types differ");
  if (from.shape != to.shape)
    require(false, "copy", "shapes differ; got " + to.shape.text() + ", want " + from.shape.text());
  if (from.count() == 0) return;
  const Blocks blocks(from, to);
  for (int64_t block = 0; block < blocks.count; ++block) copy_block(from, to, blocks, block);
}

void wrong_view(const View& view, const Shape& shape, DType dtype, const char* op, const char* name) {
  const std::string which = name;
  if (!view.present()) violated(op, which + " is missing; want " + shape.text());
  if (view.shape != shape) violated(op, "shape of " + which + "; got " + view.shape.text() + ", want " + shape.text());
  if (view.dtype != dtype)
    violated(op, "type of " + which + "; got " + name_of(view.dtype) + ", want " + name_of(dtype));
  violated(op, "last axis of " + which + " is not contiguous");
}

}  // namespace undula

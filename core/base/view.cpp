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

/// Calls f(offset in elements) for each innermost run.
template <class F>
void for_each_run(const View& view, F&& f) {
  int64_t runs = 1;
  for (int i = 0; i + 1 < view.shape.rank(); ++i) runs *= view.shape[i];
  for (int64_t run = 0; run < runs; ++run) {
    int64_t rest = run, offset = 0;
    for (int i = view.shape.rank() - 2; i >= 0; --i) {
      offset += rest % view.shape[i] * view.strides[i];
      rest /= view.shape[i];
    }
    f(run, offset);
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
  view.device = device;
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
  return View(data, dtype, to, device);
}

View View::rows() const {
  const int rank = shape.rank();
  int64_t n = 1;
  for (int i = 0; i + 1 < rank; ++i) {
    if (!(i + 2 >= rank || shape[i] <= 1 || strides[i] == shape[i + 1] * strides[i + 1]))
      violated("rows", "leading axes of " + shape.text() + " cannot be merged");
    n *= shape[i];
  }
  View view(data, dtype, {n, shape[rank - 1]}, device);
  if (rank > 1) view.strides[0] = strides[rank - 2];
  return view;
}

void fill_zero(const View& view) {
  if (!view.present()) return;
  const size_t size = size_of(view.dtype);
  const size_t run_bytes = static_cast<size_t>(view.shape[-1]) * size;
  for_each_run(view, [&](int64_t, int64_t offset) {
    std::memset(view.data + offset * static_cast<int64_t>(size), 0, run_bytes);
  });
}

void copy(const View& from, const View& to) {
  require(from.dtype == to.dtype, "copy", "element types differ");
  if (from.shape != to.shape)
    require(false, "copy", "shapes differ; got " + to.shape.text() + ", want " + from.shape.text());
  const int64_t size = static_cast<int64_t>(size_of(from.dtype));
  const size_t run_bytes = static_cast<size_t>(from.shape[-1] * size);
  for_each_run(from, [&](int64_t run, int64_t offset) {
    int64_t rest = run, target = 0;
    for (int i = to.shape.rank() - 2; i >= 0; --i) {
      target += rest % to.shape[i] * to.strides[i];
      rest /= to.shape[i];
    }
    std::memcpy(to.data + target * size, from.data + offset * size, run_bytes);
  });
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

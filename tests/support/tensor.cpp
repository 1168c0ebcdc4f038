#include "tests/support/tensor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/error.h"

namespace undula::test {
namespace {

int64_t offset_of(const View& view, int64_t flat) {
  int64_t offset = 0;
  for (int i = view.shape.rank() - 1; i >= 0; --i) {
    offset += flat % view.shape[i] * view.strides[i];
    flat /= view.shape[i];
  }
  return offset;
}

RandomKey key_of(const std::string& name) {
  RandomKey key(0);
  for (const char c : name) key = key.fold(static_cast<uint64_t>(c));
  return key;
}

}  // namespace

Tensor::Tensor(Shape shape, DType dtype) : memory_(Buffer::of(shape, dtype)) {
  view_ = memory_.view(shape, dtype);
}

Tensor Tensor::uniform(Shape shape, DType dtype, const std::string& name, double low, double high) {
  Tensor tensor(shape, dtype);
  const RandomKey key = key_of(name);
  for (int64_t i = 0; i < shape.count(); ++i) {
    tensor.set(i, static_cast<float>(low + (high - low) * key.uniform(static_cast<uint64_t>(i))));
  }
  return tensor;
}

Tensor Tensor::as(DType dtype) const {
  Tensor other(view_.shape, dtype);
  for (int64_t i = 0; i < view_.count(); ++i) other.set(i, get(i));
  return other;
}

Tensor Tensor::spread(int64_t padding, int64_t offset) const {
  Tensor other;
  const int64_t width = view_.shape[-1], rows = width ? view_.count() / width : 0;
  other.memory_ = Buffer::of({rows * (width + padding) + offset}, view_.dtype);
  other.view_ = other.memory_.view({rows * (width + padding) + offset}, view_.dtype);
  for (int64_t i = 0; i < other.view_.count(); ++i) other.set(i, std::numeric_limits<double>::quiet_NaN());
  View view(other.memory_.data() + offset * static_cast<int64_t>(size_of(view_.dtype)), view_.dtype, view_.shape);
  int64_t step = width + padding;
  for (int axis = view.shape.rank() - 2; axis >= 0; --axis) {
    view.strides[axis] = step;
    step *= view.shape[axis];
  }
  other.view_ = view;
  for (int64_t i = 0; i < view_.count(); ++i) other.set(i, get(i));
  return other;
}

double Tensor::get(int64_t flat) const {
  return element(view_, flat);
}

void Tensor::set(int64_t flat, double value) const {
  set_element(view_, flat, value);
}

double element(const View& view, int64_t flat) {
  const int64_t i = offset_of(view, flat);
  switch (view.dtype) {
    case DType::kF64:
      return view.as<double>()[i];
    case DType::kI32:
      return view.as<int32_t>()[i];
    case DType::kU8:
      return view.as<uint8_t>()[i];
    default:
      return view.as<float>()[i];
  }
}

void set_element(const View& view, int64_t flat, double value) {
  const int64_t i = offset_of(view, flat);
  switch (view.dtype) {
    case DType::kF64:
      view.as<double>()[i] = value;
      break;
    case DType::kI32:
      view.as<int32_t>()[i] = static_cast<int32_t>(value);
      break;
    case DType::kU8:
      view.as<uint8_t>()[i] = static_cast<uint8_t>(value);
      break;
    default:
      view.as<float>()[i] = static_cast<float>(value);
      break;
  }
}

Tensor lengths_of(const std::vector<int64_t>& lengths, int64_t B) {
  if (lengths.empty()) return {};
  Tensor tensor({B}, DType::kI32);
  for (int64_t b = 0; b < B; ++b) {
    tensor.set(b, static_cast<double>(lengths[static_cast<size_t>(b) % lengths.size()]));
  }
  return tensor;
}

Tensor resets_of(const std::vector<std::pair<int64_t, int64_t>>& marks, int64_t B, int64_t L) {
  if (marks.empty()) return {};
  Tensor tensor({B, L}, DType::kU8);
  for (const auto& [row, position] : marks) tensor.set(row * L + position, 1);
  return tensor;
}

double relative_difference(const View& got, const View& want) {
  require(got.shape == want.shape, "relative_difference", "shapes differ");
  double difference = 0, largest = 0;
  for (int64_t i = 0; i < want.count(); ++i) {
    const double d = std::abs(element(got, i) - element(want, i));
    if (std::isnan(d)) return d;
    difference = std::max(difference, d);
    largest = std::max(largest, std::abs(element(want, i)));
  }
  return largest > 0 ? difference / largest : difference;
}

bool same_bits(const View& a, const View& b) {
  require(a.shape == b.shape && a.dtype == b.dtype, "same_bits", "shapes or types differ");
  const size_t size = size_of(a.dtype);
  for (int64_t i = 0; i < a.count(); ++i) {
    const auto n = static_cast<int64_t>(size);
    if (std::memcmp(a.data + offset_of(a, i) * n, b.data + offset_of(b, i) * n, size) != 0) return false;
  }
  return true;
}

}  // namespace undula::test

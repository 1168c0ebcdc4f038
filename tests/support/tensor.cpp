#include "tests/support/tensor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/bf16.h"
#include "core/base/error.h"
#include "tests/support/devices.h"

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

/// Element `flat` of a view as a view.
View element_view(const View& view, int64_t flat) {
  return {view.data + offset_of(view, flat) * static_cast<int64_t>(size_of(view.dtype)), view.dtype, {1}, view.memory};
}

RandomKey key_of(const std::string& name) {
  RandomKey key(0);
  for (const char c : name) key = key.fold(static_cast<uint64_t>(c));
  return key;
}

}  // namespace

Tensor::Tensor(Shape shape, DType dtype, std::shared_ptr<DeviceMemory> memory)
    : memory_(Buffer::of(shape, dtype, std::move(memory))) {
  view_ = memory_.view(shape, dtype);
}

Tensor::Tensor(Shape shape, DType dtype) : Tensor(shape, dtype, TensorsOn::memory()) {
  if (view_.memory != nullptr) fill_bytes(view_, 0xFF);
}

Tensor Tensor::moved_to(std::shared_ptr<DeviceMemory> memory) const {
  const Shape bytes{static_cast<int64_t>(memory_.bytes())};
  Tensor other(bytes, DType::kU8, std::move(memory));
  copy(memory_.view(bytes, DType::kU8), other.view_);
  View view = view_;
  view.data = other.view_.data + (view_.data - memory_.data());
  view.memory = other.view_.memory;
  other.view_ = view;
  return other;
}

Tensor Tensor::on_host() const {
  return moved_to(nullptr);
}

Tensor Tensor::uniform(Shape shape, DType dtype, const std::string& name, double low, double high) {
  const Tensor tensor(shape, dtype, nullptr);
  const RandomKey key = key_of(name);
  for (int64_t i = 0; i < shape.count(); ++i) {
    const auto value = static_cast<float>(low + (high - low) * key.uniform(static_cast<uint64_t>(i)));
    tensor.set(i, RoundedInputs::wanted() ? from_bf16(to_bf16(value)) : value);
  }
  return tensor.moved_to(TensorsOn::memory());
}

Tensor Tensor::as(DType dtype) const {
  const Tensor from = on_host(), other(view_.shape, dtype, nullptr);
  for (int64_t i = 0; i < view_.count(); ++i) other.set(i, from.get(i));
  return other.moved_to(TensorsOn::memory());
}

Tensor Tensor::spread(int64_t padding, int64_t offset) const {
  const Tensor from = on_host();
  const int64_t width = view_.shape[-1], rows = width ? view_.count() / width : 0;
  Tensor other({rows * (width + padding) + offset}, view_.dtype, nullptr);
  for (int64_t i = 0; i < other.view_.count(); ++i) other.set(i, std::numeric_limits<double>::quiet_NaN());
  View view(other.memory_.data() + offset * static_cast<int64_t>(size_of(view_.dtype)), view_.dtype, view_.shape);
  int64_t step = width + padding;
  for (int axis = view.shape.rank() - 2; axis >= 0; --axis) {
    view.strides[axis] = step;
    step *= view.shape[axis];
  }
  other.view_ = view;
  for (int64_t i = 0; i < view_.count(); ++i) other.set(i, from.get(i));
  return other.moved_to(TensorsOn::memory());
}

double Tensor::get(int64_t flat) const {
  return element(view_, flat);
}

void Tensor::set(int64_t flat, double value) const {
  set_element(view_, flat, value);
}

double element(const View& view, int64_t flat) {
  if (view.memory != nullptr) {
    double room = 0;
    const View one(&room, view.dtype, {1});
    copy(element_view(view, flat), one);
    return element(one, 0);
  }
  const int64_t i = offset_of(view, flat);
  switch (view.dtype) {
    case DType::kF64:
      return view.as<double>()[i];
    case DType::kBF16:
      return static_cast<double>(from_bf16(reinterpret_cast<const uint16_t*>(view.data)[i]));
    case DType::kI32:
      return view.as<int32_t>()[i];
    case DType::kU8:
      return view.as<uint8_t>()[i];
    default:
      return view.as<float>()[i];
  }
}

void set_element(const View& view, int64_t flat, double value) {
  if (view.memory != nullptr) {
    double room = 0;
    const View one(&room, view.dtype, {1});
    set_element(one, 0, value);
    return copy(one, element_view(view, flat));
  }
  const int64_t i = offset_of(view, flat);
  switch (view.dtype) {
    case DType::kF64:
      view.as<double>()[i] = value;
      break;
    case DType::kBF16:
      reinterpret_cast<uint16_t*>(view.data)[i] = to_bf16(static_cast<float>(value));
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
  fill_zero(tensor);
  for (const auto& [row, position] : marks) tensor.set(row * L + position, 1);
  return tensor;
}

bool gaps_untouched(const View& view) {
  const int rank = view.shape.rank();
  if (rank < 2 || view.count() == 0) return true;
  const int64_t width = view.shape[-1], step = view.strides[rank - 2], rows = view.count() / width;
  if (step == width) return true;
  View gaps = view;  // beside each row but the last, whose gap may be another's
  gaps.data += width * static_cast<int64_t>(size_of(view.dtype));
  gaps.shape[-1] = step - width;
  for (int64_t i = 0; i < (rows - 1) * gaps.shape[-1]; ++i) {
    if (!std::isnan(element(gaps, i))) return false;
  }
  return true;
}

double relative_difference(const View& got, const View& want) {
  require(got.shape == want.shape, "relative_difference", "shapes differ");
  const View* on_device = got.memory != nullptr ? &got : want.memory != nullptr ? &want : nullptr;
  if (on_device != nullptr) {
    const Buffer memory = Buffer::of(on_device->shape, on_device->dtype);
    const View on_host = memory.view(on_device->shape, on_device->dtype);
    copy(*on_device, on_host);
    return on_device == &got ? relative_difference(on_host, want) : relative_difference(got, on_host);
  }
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
  const Buffer left = Buffer::of(a.shape, a.dtype), right = Buffer::of(a.shape, a.dtype);
  copy(a, left.view(a.shape, a.dtype));
  copy(b, right.view(a.shape, a.dtype));
  return left.bytes() == 0 || std::memcmp(left.data(), right.data(), left.bytes()) == 0;
}

}  // namespace undula::test

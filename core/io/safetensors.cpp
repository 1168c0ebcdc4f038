#include "core/io/safetensors.h"

#include <algorithm>
#include <cstring>

#include "core/base/bf16.h"
#include "core/base/error.h"

namespace undula {
namespace {

std::string text_of(TensorType type, const std::vector<int64_t>& shape) {
  std::string text = name_of(type);
  text += " (";
  for (size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + ")";
}

}  // namespace

int64_t size_of(TensorType type) {
  switch (type) {
    case TensorType::kF64:
    case TensorType::kI64:
      return 8;
    case TensorType::kF32:
    case TensorType::kI32:
      return 4;
    case TensorType::kBF16:
    case TensorType::kF16:
      return 2;
    default:
      return 1;
  }
}

const char* name_of(TensorType type) {
  constexpr const char* kNames[] = {"F32", "F64", "BF16", "F16", "I32", "U8", "I64"};
  return kNames[static_cast<size_t>(type)];
}

std::optional<int64_t> byte_count(TensorType type, std::span<const int64_t> shape) {
  int64_t bytes = size_of(type);
  for (const int64_t extent : shape) {
    if (extent < 0 || __builtin_mul_overflow(bytes, extent, &bytes)) return std::nullopt;
  }
  return bytes;
}

void TensorFile::refer(Tensor tensor) {
  const std::optional<int64_t> bytes = byte_count(tensor.type, tensor.shape);
  require(bytes && static_cast<size_t>(*bytes) == tensor.bytes.size(), "tensor_file",
          "shape and bytes of '" + tensor.name + "' disagree; got " + text_of(tensor.type, tensor.shape) + " and " +
              std::to_string(tensor.bytes.size()) + " bytes");
  require(!find(tensor.name), "tensor_file", "two tensors named '" + tensor.name + "'");
  tensors.push_back(std::move(tensor));
}

std::span<const std::byte> TensorFile::keep(std::vector<std::byte> bytes) {
  return storage_.emplace_back(std::move(bytes));
}

const Tensor* TensorFile::find(const std::string& name) const {
  const auto found = std::find_if(tensors.begin(), tensors.end(), [&](const Tensor& t) { return t.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

void TensorFile::narrow(const std::string& name) {
  for (Tensor& tensor : tensors) {
    if (tensor.name != name) continue;
    const std::vector<float> wide = values<float>(name, tensor.shape);
    std::vector<std::byte> bytes(wide.size() * sizeof(uint16_t));
    for (size_t i = 0; i < wide.size(); ++i) {
      const uint16_t bits = to_bf16(wide[i]);
      std::memcpy(bytes.data() + i * sizeof(bits), &bits, sizeof(bits));
    }
    tensor.type = TensorType::kBF16;
    tensor.bytes = keep(std::move(bytes));
  }
}

std::vector<float> TensorFile::floats(const std::string& name, const std::vector<int64_t>& shape) const {
  const Tensor* tensor = find(name);
  if (!tensor || tensor->type != TensorType::kBF16) return values<float>(name, shape);
  expect(name, TensorType::kBF16, shape);
  std::vector<uint16_t> narrow(tensor->bytes.size() / sizeof(uint16_t));
  copy_bytes(tensor->bytes, narrow.data());
  std::vector<float> wide(narrow.size());
  std::transform(narrow.begin(), narrow.end(), wide.begin(), from_bf16);
  return wide;
}

const Tensor& TensorFile::expect(const std::string& name, TensorType type, const std::vector<int64_t>& shape) const {
  const Tensor* tensor = find(name);
  if (!tensor) throw Error(ErrorKind::kBadInput, "the file has no tensor '" + name + "'");
  if (tensor->type != type || tensor->shape != shape) {
    throw Error(ErrorKind::kBadInput,
                "tensor '" + name + "' is " + text_of(tensor->type, tensor->shape) + ", not " + text_of(type, shape));
  }
  return *tensor;
}

void TensorFile::copy_bytes(std::span<const std::byte> from, void* to) {
  if (!from.empty()) std::memcpy(to, from.data(), from.size());
}

}  // namespace undula

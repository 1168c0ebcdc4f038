#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace undula {

/// Element types of a safetensors file.
enum class TensorType : uint8_t { kF32, kF64, kBF16, kF16, kI32, kU8, kI64 };

int64_t size_of(TensorType type);
/// The name in the file: "F32", "BF16"...
const char* name_of(TensorType type);

template <class T>
constexpr TensorType kTensorTypeOf = TensorType::kU8;
template <>
inline constexpr TensorType kTensorTypeOf<float> = TensorType::kF32;
template <>
inline constexpr TensorType kTensorTypeOf<double> = TensorType::kF64;
template <>
inline constexpr TensorType kTensorTypeOf<int32_t> = TensorType::kI32;
template <>
inline constexpr TensorType kTensorTypeOf<int64_t> = TensorType::kI64;

/// One array of a file. `bytes` are its elements, little-endian, the last axis fastest; they need not be aligned.
struct Tensor {
  std::string name;
  TensorType type = TensorType::kF32;
  std::vector<int64_t> shape;
  std::span<const std::byte> bytes;
};

/// Bytes of an array, one element for rank 0; nothing when an extent is negative or the product leaves 64 bits.
std::optional<int64_t> byte_count(TensorType type, std::span<const int64_t> shape);

/// The content of a safetensors file (https://github.com/huggingface/safetensors, README, "Format"): text metadata and
/// named arrays. Arrays live in memory of this object or of the caller, see `add` and `refer`.
class TensorFile {
 public:
  std::map<std::string, std::string> metadata;
  std::vector<Tensor> tensors;

  TensorFile() = default;
  TensorFile(TensorFile&&) = default;
  TensorFile& operator=(TensorFile&&) = default;

  /// Adds an array and keeps a copy of its elements.
  template <class T>
  void add(const std::string& name, std::vector<int64_t> shape, std::span<const T> values) {
    const auto bytes = std::as_bytes(values);
    refer({name, kTensorTypeOf<T>, std::move(shape), keep({bytes.begin(), bytes.end()})});
  }
  /// Adds an array whose bytes belong to the caller and must outlive this object. Throws when shape and bytes disagree.
  void refer(Tensor tensor);
  /// Takes bytes that tensors of this file point into.
  std::span<const std::byte> keep(std::vector<std::byte> bytes);

  /// The array of this name, or null.
  const Tensor* find(const std::string& name) const;
  /// Stores the F32 array `name` as BF16: half the bytes, 8 significant bits.
  void narrow(const std::string& name);
  /// The elements of the array `name`, F32 or widened from BF16, which must have exactly this shape; kBadInput
  /// otherwise.
  std::vector<float> floats(const std::string& name, const std::vector<int64_t>& shape) const;
  /// The elements of the array `name`, which must have exactly this shape and type; kBadInput otherwise.
  template <class T>
  std::vector<T> values(const std::string& name, const std::vector<int64_t>& shape) const {
    const Tensor& tensor = expect(name, kTensorTypeOf<T>, shape);
    std::vector<T> values(tensor.bytes.size() / sizeof(T));
    copy_bytes(tensor.bytes, values.data());
    return values;
  }

 private:
  const Tensor& expect(const std::string& name, TensorType type, const std::vector<int64_t>& shape) const;
  static void copy_bytes(std::span<const std::byte> from, void* to);

  std::deque<std::vector<std::byte>> storage_;
};

/// The metadata key under which write_tensor_file stores "sha256:" and 64 digits: the SHA-256 of the whole file with
/// these digits taken as zeros.
inline constexpr char kChecksumKey[] = "checksum";

/// Whether a file must carry a checksum. One that is there is always verified.
enum class Checksum : uint8_t { kOptional, kRequired };

/// Reads a file into memory and validates every field of it. Tensors come in the order of their bytes.
/// Errors: kMissing when it cannot be opened, kBadInput (file, tensor, what is wrong) when it is malformed or altered.
TensorFile read_tensor_file(const std::string& path, Checksum checksum);

/// Writes a file, whole or not at all; equal content gives equal bytes whatever the order of `tensors`. Arrays are
/// stored by element size, widest first, then by name, so that each is aligned.
void write_tensor_file(const std::string& path, const TensorFile& content);

}  // namespace undula

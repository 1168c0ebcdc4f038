#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "core/cpu/row_tiles.h"

// All that the rest of the program sees of oneDNN. Where the build has none, matmul_onednn_absent.cpp stands in.
namespace undula::onednn {

/// Version of the library that this program runs with, for example "2.6.3"; empty where the build has none.
std::string version();

/// The instruction set that oneDNN's code is generated for, by the name of a CPU target (core/cpu/target.h): "sse4",
/// "avx2" or "avx512". Empty where oneDNN cannot serve: the build has none, or the current target is narrower.
///
/// oneDNN can be held to an instruction set once, before it is used. So the first call that can be served fixes the
/// current target for the rest of the process; under a wider one oneDNN stays there, under a narrower one it does not
/// serve.
std::string instruction_set();

/// A product of fixed shape by one thread: y (rows, columns) = x (rows, depth) B (depth, columns) + bias.
class Product {
 public:
  virtual ~Product() = default;
  /// Size of B in the format that oneDNN chose for this shape.
  virtual size_t packed_bytes() const = 0;
  /// Size of what each thread needs while it computes.
  virtual size_t scratch_bytes() const = 0;
  /// Packs B, whose element (p, j) is b[p * b_row + j * b_column].
  virtual void pack(const float* b, int64_t b_row, int64_t b_column, std::byte* packed) const = 0;
  /// The product with these weights; bias (columns) may be nullptr. Any number of threads may call it at once. It holds
  /// OpenMP to one thread on every thread that calls it.
  virtual TileFunction with(std::byte* packed, const float* bias) const = 0;
};

/// Generates code for one shape. Only where instruction_set() is not empty.
std::unique_ptr<Product> make_product(int64_t rows, int64_t depth, int64_t columns);

}  // namespace undula::onednn

#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/ops/rows.h"
#include "tests/support/tensor.h"

namespace undula::test {

/// The arguments of one call of an op that turns tokens into vectors. Backward takes the gradients in their places:
/// those of the parameters in `params`, dy in `y`.
struct TokenCall {
  View tokens;
  Rows rows;
  View tail_in, tail_out;
  std::vector<View> params;
  View y;
};

/// What the contract of such ops is checked on.
struct TokenOp {
  std::string name;
  int64_t stride = 1, tail = 0, D = 3;
  std::vector<Shape> params;
  std::function<void(Context&, const TokenCall&)> forward, backward;
};

/// Every gradient against central differences, in float64: rows of several lengths, a carried tail, packed records.
void check_token_gradients(const TokenOp& op);
/// A padded row, even an empty one, equals the row alone, bitwise.
void check_token_padding(const TokenOp& op);
/// Two chunks with the tail carried between them equal the whole, at any cut.
void check_token_chunks(const TokenOp& op);
/// Packed records equal the records alone, bitwise.
void check_token_packing(const TokenOp& op);
/// Kernels agree with float64 on every device, with fp32 and bfloat16 outputs, in any order of threads:
/// rows of up to `groups` strides and a few positions.
void check_token_device(const TokenOp& op, int64_t groups = 20);
/// fp32 agrees with float64 and gives the same bits with any number of threads, for strided outputs too.
void check_token_f32(const TokenOp& op);

}  // namespace undula::test

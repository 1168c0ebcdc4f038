#pragma once
#include <array>
#include <cstdint>

#include "core/memory/context.h"
#include "core/ops/rows.h"

namespace undula {

/// Token -> the token that pairs with it on the other strand: a permutation that is its own inverse.
using TokenComplement = std::array<uint8_t, 256>;

// A batch of B records read on both strands is a block of 2B strand rows: row 2b is record b as it stands, row 2b + 1
// its reverse complement. Each is read in its own direction, so position t of one row lies over position n - 1 - t of
// the other, n being the record's length. All positions beyond n are written as zeros.

/// The rows of both strands of `rows`, which has B rows of L: the same lengths, resets mirrored, and a record identity
/// of its own for each. Takes scratch.
Rows strand_rows(Context& ctx, const Rows& rows, int64_t B, int64_t L);

/// y (2B, L) u8: both strands of tokens (B, L) u8 whose rows are `rows`.
void strand_tokens(Context& ctx, const View& tokens, const TokenComplement& complement, const Rows& rows,
                   const View& y);

/// Swaps the strands of x (2B, L, C), positions and channels reversed; y may be x:
///   y[2b, t, c] = x[2b + 1, n - 1 - t, C - 1 - c],  y[2b + 1, t, c] = x[2b, n - 1 - t, C - 1 - c]
/// `rows` are strand rows. Its own inverse and its own adjoint: backward is the same call on dy.
void exchange_strands(Context& ctx, const View& x, const Rows& rows, const View& y);

/// Lays both strands over each other, y (B, L, 2C) from x (2B, L, C):
///   y[b, t] = (x[2b, t], x[2b + 1, n - 1 - t])
void align_strands(Context& ctx, const View& x, const Rows& rows, const View& y);
/// dx (2B, L, C) from dy (B, L, 2C).
void align_strands_backward(Context& ctx, const View& dy, const Rows& rows, const View& dx);

/// y (M, C) = scale (x[m, 0, c] + x[m, 1, partner[c]]) of x (M, 2, C); partner (C) i32 is a permutation, absent:
/// itself.
void fold_strands(Context& ctx, const View& x, const View& partner, double scale, const View& y);
/// dx (M, 2, C) from dy (M, C).
void fold_strands_backward(Context& ctx, const View& dy, const View& partner, double scale, const View& dx);

}  // namespace undula

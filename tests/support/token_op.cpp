#include "tests/support/token_op.h"

#include <algorithm>

#include "core/ops/kmer_embedding.h"
#include "tests/support/catch.h"
#include "tests/support/devices.h"
#include "tests/support/gradient_check.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

/// Letters and, every fifth token or so, one that no op has a row for.
constexpr double kTokenKinds = 5;

/// Arguments of one size with memory of their own. Numbers depend on names and sizes only.
struct Problem {
  Problem(const TokenOp& of, DType dtype, int64_t B, int64_t L, const std::vector<int64_t>& row_lengths = {},
          const std::vector<std::pair<int64_t, int64_t>>& marks = {}, int64_t padding = 0)
      : op(of) {
    const auto block = [&](const char* name) {
      return Tensor::uniform({B, (L + op.stride - 1) / op.stride, op.D}, dtype, name).spread(padding, padding);
    };
    tokens = Tensor::uniform({B, L}, DType::kU8, "tokens", 0, kTokenKinds);
    lengths = lengths_of(row_lengths, B);
    resets = resets_of(marks, B, L);
    rows.lengths = lengths;
    rows.resets = resets;
    tail = Tensor::uniform({B, op.tail}, DType::kI32, "tail", 0, kTokenKinds);
    if (op.tail > 0) tail.set(0, -1);
    tail_out = Tensor({B, op.tail}, DType::kI32);
    y = block("y");
    dy = block("dy");
    for (const Shape& shape : op.params) {
      params.push_back(Tensor::uniform(shape, state_type(dtype), "param " + std::to_string(params.size())));
      gradients.emplace_back(shape, state_type(dtype));
    }
  }

  TokenCall forward_call() const { return {tokens, rows, tail, tail_out, {params.begin(), params.end()}, y}; }
  TokenCall backward_call() const { return {tokens, rows, tail, View(), {gradients.begin(), gradients.end()}, dy}; }

  void forward(Context& ctx, const TokenCall& call) const {
    plan_and_run(ctx, [&] { op.forward(ctx, call); });
  }
  void backward(Context& ctx, const TokenCall& call) const {
    plan_and_run(ctx, [&] { op.backward(ctx, call); });
  }
  void run(Context& ctx) const {
    forward(ctx, forward_call());
    for (const Tensor& gradient : gradients) fill_zero(gradient);
    backward(ctx, backward_call());
  }

  TokenOp op;
  Tensor tokens, lengths, resets, tail, tail_out, y, dy;
  Rows rows;
  std::vector<Tensor> params, gradients;
};

/// The outputs of one row's tokens [begin, end) on their own, with the row's tail or from a fresh start.
Tensor alone(Context& ctx, const Problem& p, int64_t b, int64_t begin, int64_t end, bool fresh) {
  Tensor y({1, (end - begin + p.op.stride - 1) / p.op.stride, p.op.D}, p.y.view().dtype);
  TokenCall call = p.forward_call();
  call.tokens = call.tokens.slice(0, b, b + 1).slice(1, begin, end);
  call.rows = Rows();
  call.tail_in = fresh ? View() : call.tail_in.slice(0, b, b + 1);
  call.tail_out = View();
  call.y = y;
  p.forward(ctx, call);
  return y;
}

/// Columns [begin, end) of a call, in tokens. `lengths` is memory for the chunk's lengths.
TokenCall chunk(const TokenOp& op, TokenCall call, int64_t begin, int64_t end, const Tensor& lengths) {
  const int64_t L = call.tokens.shape[1];
  for (int64_t b = 0; b < call.tokens.shape[0]; ++b) {
    lengths.set(b, static_cast<double>(std::clamp<int64_t>(call.rows.length(b, L) - begin, 0, end - begin)));
  }
  call.tokens = call.tokens.slice(1, begin, end);
  call.rows.lengths = lengths;
  if (call.rows.resets.present()) call.rows.resets = call.rows.resets.slice(1, begin, end);
  call.y = call.y.slice(1, begin / op.stride, (end + op.stride - 1) / op.stride);
  return call;
}

void check_cut(const TokenOp& op, const Problem& whole, const Problem& parts, int64_t cut) {
  Context ctx(1);
  const int64_t B = whole.tokens.view().shape[0], L = whole.tokens.view().shape[1];
  const Tensor between({B, op.tail}, DType::kI32), lengths({B}, DType::kI32);
  TokenCall first = chunk(op, parts.forward_call(), 0, cut, lengths);
  first.tail_out = between;
  parts.forward(ctx, first);
  TokenCall second = chunk(op, parts.forward_call(), cut, L, lengths);
  second.tail_in = between;
  parts.forward(ctx, second);
  CHECK(same_bits(parts.y, whole.y));
  CHECK(same_bits(parts.tail_out, whole.tail_out));

  for (const Tensor& gradient : parts.gradients) fill_zero(gradient);
  TokenCall last = chunk(op, parts.backward_call(), cut, L, lengths);
  last.tail_in = between;
  parts.backward(ctx, last);
  parts.backward(ctx, chunk(op, parts.backward_call(), 0, cut, lengths));
  for (size_t i = 0; i < parts.gradients.size(); ++i) {
    CHECK(relative_difference(parts.gradients[i], whole.gradients[i]) <= kF64Reordered);
  }
}

}  // namespace

void check_token_gradients(const TokenOp& op) {
  INFO(op.name);
  const int64_t s = op.stride;
  for (const int64_t L : {int64_t{1}, 3 * s + 2}) {
    Context ctx(1);
    const Problem p(op, DType::kF64, 3, L, {L, 0, L - 1}, {{0, L / s / 2 * s}});
    p.run(ctx);
    std::vector<Checked> checked;
    for (size_t i = 0; i < p.params.size(); ++i) {
      checked.push_back({"parameter " + std::to_string(i), p.params[i], p.gradients[i]});
    }
    const auto loss = [&] {
      p.forward(ctx, p.forward_call());
      return weighted_sum(p.y, p.dy);
    };
    CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
  }
}

void check_token_padding(const TokenOp& op) {
  INFO(op.name);
  Context ctx(1);
  const int64_t L = 3 * op.stride + 4;
  const std::vector<int64_t> lengths = {0, 1, L - 3, L};
  const Problem p(op, DType::kF32, 4, L, lengths);
  p.forward(ctx, p.forward_call());
  for (int64_t b = 0; b < 4; ++b) {
    INFO("row " << b);
    const int64_t length = lengths[static_cast<size_t>(b)], n = (length + op.stride - 1) / op.stride;
    const View y = p.y.view().slice(0, b, b + 1);
    CHECK(same_bits(y.slice(1, 0, n), alone(ctx, p, b, 0, length, false)));
    const View beyond = y.slice(1, n, y.shape[1]);
    CHECK(same_bits(beyond, Tensor(beyond.shape, DType::kF32)));
  }
  CHECK(same_bits(p.tail_out.view().row(0), p.tail.view().row(0)));
}

void check_token_chunks(const TokenOp& op) {
  INFO(op.name);
  Context ctx(1);
  const int64_t s = op.stride, L = 4 * s + 1;
  const Problem whole(op, DType::kF64, 4, L, {L, 0, 2 * s, L - 1}, {{0, s}, {3, 0}, {3, 2 * s}});
  const Problem parts(op, DType::kF64, 4, L, {L, 0, 2 * s, L - 1}, {{0, s}, {3, 0}, {3, 2 * s}});
  whole.run(ctx);
  for (int64_t cut = s; cut < L; cut += s) {
    INFO("cut " << cut);
    check_cut(op, whole, parts, cut);
  }
}

void check_token_packing(const TokenOp& op) {
  INFO(op.name);
  Context ctx(1);
  const int64_t s = op.stride, L = 5 * s + 1, gap = s > 1 ? 1 : 0;
  const std::pair<int64_t, int64_t> records[] = {{0, s}, {s, 2 * s - gap}, {2 * s, L}};
  const Problem p(op, DType::kF32, 1, L, {}, {{0, 0}, {0, s}, {0, 2 * s}});
  for (int64_t t = 2 * s - gap; t < 2 * s; ++t) p.tokens.set(t, kGapToken);
  p.forward(ctx, p.forward_call());
  for (const auto& [begin, end] : records) {
    INFO("record at " << begin);
    const Tensor want = alone(ctx, p, 0, begin, end, true);
    CHECK(same_bits(p.y.view().slice(1, begin / s, begin / s + want.view().shape[1]), want));
  }
}

void check_token_device(const TokenOp& op, int64_t groups) {
  INFO(op.name);
  const int64_t L = groups * op.stride + 3;
  const std::vector<std::pair<int64_t, int64_t>> marks = {{1, 0}, {2, 3 * op.stride}};
  for (const DType dtype : {DType::kF32, DType::kBF16}) {
    INFO(name_of(dtype));
    const RoundedInputs rounded(dtype == DType::kBF16);
    Context host(1);
    const Problem want(op, DType::kF64, 5, L, {L, 0, L - 1, 7}, marks);
    want.run(host);
    for (const int64_t padding : {3, 4}) {
      for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
        INFO(name << " padding " << padding);
        const TensorsOn scope(device);
        Context ctx(1, 0, device);
        const Problem got(op, dtype, 5, L, {L, 0, L - 1, 7}, marks, padding);
        got.run(ctx);
        CHECK(relative_difference(got.y, want.y) <= (dtype == DType::kF32 ? kDeviceF32 : kDeviceBF16));
        CHECK(gaps_untouched(got.y));
        CHECK(same_bits(got.tail_out, want.tail_out));
        for (size_t i = 0; i < got.gradients.size(); ++i)
          CHECK(relative_difference(got.gradients[i], want.gradients[i]) <= kDeviceF32);
      });
    }
  }
}

void check_token_f32(const TokenOp& op) {
  INFO(op.name);
  const int64_t L = 300 * op.stride + 3;  // more than threads take at once
  const std::vector<std::pair<int64_t, int64_t>> marks = {{1, 0}, {2, 3 * op.stride}};
  Context ctx(1);
  const Problem want(op, DType::kF64, 5, L, {L, 0, L - 1, 7}, marks);
  want.run(ctx);
  const Problem one(op, DType::kF32, 5, L, {L, 0, L - 1, 7}, marks);
  one.run(ctx);
  CHECK(relative_difference(one.y, want.y) <= kTokenForwardF32);
  CHECK(same_bits(one.tail_out, want.tail_out));
  for (size_t i = 0; i < one.gradients.size(); ++i) {
    CHECK(relative_difference(one.gradients[i], want.gradients[i]) <= kTokenBackwardF32);
  }
  for (const int threads : {2, 5}) {
    Context other(threads);
    const Problem p(op, DType::kF32, 5, L, {L, 0, L - 1, 7}, marks, threads);
    p.run(other);
    CHECK(same_bits(p.y, one.y));
    for (size_t i = 0; i < p.gradients.size(); ++i) CHECK(same_bits(p.gradients[i], one.gradients[i]));
  }
}

}  // namespace undula::test

#include <algorithm>

#include "core/cuda/cublas_matmul.h"
#include "core/cuda/cuda_error.h"
#include "core/cuda/device_ops.h"

namespace undula::cuda {
namespace {

constexpr size_t kWorkspace = size_t{32} << 20;

cudaDataType_t type_of(const View& view) {
  return view.dtype == DType::kBF16 ? CUDA_R_16BF : CUDA_R_32F;
}

/// The largest power of two, up to 256, that an address is a multiple of.
uint32_t alignment(const View& view) {
  const auto address = reinterpret_cast<uintptr_t>(view.data);
  return static_cast<uint32_t>(std::min<uintptr_t>(address & (~address + 1), 256));
}

template <class T>
void set(cublasLtMatmulDesc_t desc, cublasLtMatmulDescAttributes_t attribute, const T& value) {
  check(cublasLtMatmulDescSetAttribute(desc, attribute, &value, sizeof(value)), "cublasLtMatmulDescSetAttribute");
}
template <class T>
void set(cublasLtMatmulPreference_t preference, cublasLtMatmulPreferenceAttributes_t attribute, const T& value) {
  check(cublasLtMatmulPreferenceSetAttribute(preference, attribute, &value, sizeof(value)),
        "cublasLtMatmulPreferenceSetAttribute");
}

}  // namespace

/// A product of some shape, described to cuBLASLt, and how it is best done.
struct CublasMatmul::Plan {
  Plan() = default;
  ~Plan() {
    if (desc) cublasLtMatmulDescDestroy(desc);
    for (cublasLtMatrixLayout_t layout : {a, b, d})
      if (layout) cublasLtMatrixLayoutDestroy(layout);
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  cublasLtMatmulDesc_t desc = nullptr;
  cublasLtMatrixLayout_t a = nullptr, b = nullptr, d = nullptr;
  cublasLtMatmulAlgo_t algorithm{};
};

CublasMatmul::CublasMatmul(DeviceMemory& memory, cudaStream_t stream)
    : memory_(memory), stream_(stream), workspace_(memory, kWorkspace) {
  check(cublasLtCreate(&handle_), "cublasLtCreate");
}

CublasMatmul::~CublasMatmul() {
  cublasLtDestroy(handle_);
}

const CublasMatmul::Plan& CublasMatmul::plan(const Shape& shape) {
  const auto [entry, fresh] = plans_.try_emplace(shape);
  Plan& plan = entry->second;
  if (!fresh) return plan;
  const GemmLayout& g = shape.layout;
  const auto layout = [](cublasLtMatrixLayout_t& to, cudaDataType_t type, int64_t rows, int64_t columns, int64_t ld) {
    check(cublasLtMatrixLayoutCreate(&to, type, static_cast<uint64_t>(rows), static_cast<uint64_t>(columns), ld),
          "cublasLtMatrixLayoutCreate");
  };
  layout(plan.a, shape.numbers, g.a_rows(), g.a_columns(), g.lda);
  layout(plan.b, shape.numbers, g.b_rows(), g.b_columns(), g.ldb);
  layout(plan.d, shape.result, g.m, g.n, g.ldd);
  check(cublasLtMatmulDescCreate(&plan.desc, CUBLAS_COMPUTE_32F, CUDA_R_32F), "cublasLtMatmulDescCreate");
  set(plan.desc, CUBLASLT_MATMUL_DESC_TRANSA, g.transpose_a ? CUBLAS_OP_T : CUBLAS_OP_N);
  set(plan.desc, CUBLASLT_MATMUL_DESC_TRANSB, g.transpose_b ? CUBLAS_OP_T : CUBLAS_OP_N);
  if (shape.has_bias) set(plan.desc, CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_BIAS);

  cublasLtMatmulPreference_t preference = nullptr;
  check(cublasLtMatmulPreferenceCreate(&preference), "cublasLtMatmulPreferenceCreate");
  set(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, kWorkspace);
  // Sums of split products in a fixed order, beside the result.
  set(preference, CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, uint32_t{CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE});
  set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, shape.align_a);
  set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, shape.align_b);
  set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, shape.align_d);
  set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, shape.align_d);
  cublasLtMatmulHeuristicResult_t best{};
  int found = 0;
  const cublasStatus_t status =
      cublasLtMatmulAlgoGetHeuristic(handle_, plan.desc, plan.a, plan.b, plan.d, plan.d, preference, 1, &best, &found);
  cublasLtMatmulPreferenceDestroy(preference);
  check(status, "cublasLtMatmulAlgoGetHeuristic");
  if (found == 0) {
    throw Error(ErrorKind::kFailure,
                "cuBLASLt has no algorithm for a product of (" + std::to_string(g.m) + ", " + std::to_string(g.k) +
                    ") and (" + std::to_string(g.k) + ", " + std::to_string(g.n) + ")",
                "", "--dtype f32, or --device cpu");
  }
  plan.algorithm = best.algo;
  return plan;
}

void CublasMatmul::run(const GemmLayout& layout, const View& a, const View& b, const View& bias, const View& d,
                       bool adds) {
  if (layout.m == 0 || layout.n == 0) return;
  const Plan& how =
      plan({layout, type_of(a), type_of(d), adds, bias.present(), alignment(a), alignment(b), alignment(d)});
  if (bias.present()) set(how.desc, CUBLASLT_MATMUL_DESC_BIAS_POINTER, static_cast<const void*>(bias.data));
  const float alpha = 1, beta = adds ? 1.0F : 0.0F;
  check(cublasLtMatmul(handle_, how.desc, &alpha, a.data, how.a, b.data, how.b, &beta, d.data, how.d, d.data, how.d,
                       &how.algorithm, workspace_.data(), kWorkspace, stream_),
        "cublasLtMatmul");
}

View CublasMatmul::narrowed(Context& ctx, const View& parameter, DType dtype, uint64_t generation) {
  if (dtype != DType::kBF16 || !parameter.present()) return parameter;
  const auto flat = [](const View& view) { return view.shape.rank() == 1 ? view.reshape({1, view.shape[0]}) : view; };
  if (generation == 0) {
    const View narrow = ctx.scratch(parameter.shape, DType::kBF16);
    if (!ctx.planning()) ctx.device_ops().convert(ctx, flat(parameter), flat(narrow));
    return narrow;
  }
  if (ctx.planning()) return View(parameter.data, DType::kBF16, parameter.shape, parameter.memory);
  Narrow& kept = narrow_[parameter.data];
  const size_t bytes = static_cast<size_t>(parameter.count()) * size_of(DType::kBF16);
  if (!kept.memory) kept.memory.emplace(memory_, bytes);
  const View narrow(kept.memory->data(), DType::kBF16, parameter.shape, parameter.memory);
  if (kept.generation != generation) ctx.device_ops().convert(ctx, flat(parameter), flat(narrow));
  kept.generation = generation;
  return narrow;
}

void CublasMatmul::product(Context& ctx, const View& x, const View& w, const View& bias, const View& y,
                           uint64_t generation) {
  ScratchScope scope(ctx);
  const View weight = narrowed(ctx, w, x.dtype, generation);
  const View shift = narrowed(ctx, bias, y.dtype, generation);
  if (!ctx.planning()) run(product_layout(x, weight, y), weight, x, shift, y, false);
}

void CublasMatmul::product_input_gradient(Context& ctx, const View& dy, const View& w, const View& dx,
                                          uint64_t generation) {
  ScratchScope scope(ctx);
  const View weight = narrowed(ctx, w, dy.dtype, generation);
  if (!ctx.planning()) run(input_gradient_layout(dy, weight, dx), weight, dy, View(), dx, false);
}

void CublasMatmul::product_weight_gradient(Context& ctx, const View& dy, const View& x, const View& dw) {
  require(x.dtype == dy.dtype, "matmul", "types of dy and x differ");
  if (!ctx.planning()) run(weight_gradient_layout(dy, x, dw), x, dy, View(), dw, true);
}

}  // namespace undula::cuda

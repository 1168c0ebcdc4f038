#include "tests/bench/library_products.h"

#include <Eigen/Core>

#ifdef UNDULA_BENCH_ONEDNN
#include <omp.h>

#include <oneapi/dnnl/dnnl.hpp>
#endif

namespace undula::bench {
namespace {

using Matrix = Eigen::Map<Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

Matrix matrix(const View& view) {
  return Matrix(view.as<float>(), view.shape[0], view.shape[1]);
}

}  // namespace

void eigen_product(const View& x, const View& w, const View& y) {
  matrix(y).noalias() = matrix(x) * matrix(w).transpose();
}

void eigen_weight_gradient(const View& dy, const View& x, const View& dw) {
  matrix(dw).noalias() += matrix(dy).transpose() * matrix(x);
}

#ifdef UNDULA_BENCH_ONEDNN
std::function<void()> onednn_product(const View& x, const View& w, const View& y) {
  using dnnl::memory;
  omp_set_num_threads(1);
  const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  dnnl::stream stream(engine);
  const int64_t M = x.shape[0], K = x.shape[1], N = w.shape[0];
  const auto f32 = memory::data_type::f32;
  const memory::desc left({M, K}, f32, memory::format_tag::ab), plain({K, N}, f32, memory::format_tag::ba);
  const memory::desc any({K, N}, f32, memory::format_tag::any), out({M, N}, f32, memory::format_tag::ab);
  const dnnl::matmul::primitive_desc description(dnnl::matmul::desc(left, any, out), engine);
  memory from(plain, engine, w.data), packed(description.weights_desc(), engine);
  dnnl::reorder(from, packed).execute(stream, from, packed);
  stream.wait();
  return [primitive = dnnl::matmul(description), stream, packed, in = memory(left, engine, x.data),
          result = memory(out, engine, y.data)]() mutable {
    primitive.execute(stream, {{DNNL_ARG_SRC, in}, {DNNL_ARG_WEIGHTS, packed}, {DNNL_ARG_DST, result}});
    stream.wait();
  };
}
#else
std::function<void()> onednn_product(const View&, const View&, const View&) {
  return {};
}
#endif

}  // namespace undula::bench

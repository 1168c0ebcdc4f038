#include "core/cpu/matmul_onednn.h"

#include <omp.h>

#include <algorithm>
#include <oneapi/dnnl/dnnl.hpp>
#include <vector>

#include "core/cpu/target.h"

namespace undula::onednn {
namespace {

using dnnl::memory;

/// CPU targets that oneDNN can be held to, narrowest first.
struct Isa {
  const char* target;
  dnnl::cpu_isa value;
};
constexpr Isa kIsas[] = {
    {"sse4", dnnl::cpu_isa::sse41}, {"avx2", dnnl::cpu_isa::avx2}, {"avx512", dnnl::cpu_isa::avx512_core}};

/// Position in kIsas, -1 for targets that are narrower than all of them.
int rank(const std::string& target) {
  const auto* isa = std::find_if(std::begin(kIsas), std::end(kIsas), [&](const Isa& i) { return i.target == target; });
  return isa == std::end(kIsas) ? -1 : static_cast<int>(isa - kIsas);
}

/// Holds the library to an instruction set, before its first use; the rank of the one that it then has.
int hold(int wanted) {
  dnnl::set_max_cpu_isa(kIsas[wanted].value);  // may fail: then what is in effect counts
  const auto effective = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
  int rank = -1;
  for (const Isa& isa : kIsas) {
    const auto bits = static_cast<unsigned>(isa.value);
    if ((effective & bits) == bits) ++rank;
  }
  return rank;
}

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

/// Debian's oneDNN runs its loops by OpenMP, whose number of threads is a setting of the calling thread: our own
/// threads share the work already.
void hold_to_one_thread() {
  omp_set_num_threads(1);
}

class TileProduct : public Product {
 public:
  TileProduct(int64_t rows, int64_t depth, int64_t columns)
      : depth_(depth),
        columns_(columns),
        x_({rows, depth}, kF32, memory::format_tag::ab),
        y_({rows, columns}, kF32, memory::format_tag::ab),
        bias_({1, columns}, kF32, memory::format_tag::ab),
        zeros_(static_cast<size_t>(columns)) {
    hold_to_one_thread();  // the number of threads is generated into the code
    const memory::desc any({depth, columns}, kF32, memory::format_tag::any);
    dnnl::primitive_attr own_scratch;
    own_scratch.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    const dnnl::matmul::primitive_desc chosen(dnnl::matmul::desc(x_, any, bias_, y_), own_scratch, cpu());
    packed_ = chosen.weights_desc();
    scratch_ = chosen.scratchpad_desc();
    primitive_ = dnnl::matmul(chosen);
  }

  size_t packed_bytes() const override { return packed_.get_size(); }
  size_t scratch_bytes() const override { return scratch_.get_size(); }

  void pack(const float* b, int64_t b_row, int64_t b_column, std::byte* packed) const override {
    hold_to_one_thread();
    dnnl::stream stream(cpu());
    memory from(memory::desc({depth_, columns_}, kF32, memory::dims{b_row, b_column}), cpu(), const_cast<float*>(b));
    memory to(packed_, cpu(), packed);
    dnnl::reorder(from, to).execute(stream, from, to);
    stream.wait();
  }

  // The memory of the weights is described here and not in every call: describing it writes the zeros of its padding.
  TileFunction with(std::byte* packed, const float* bias) const override {
    const memory weights(packed_, cpu(), packed);
    const memory added(bias_, cpu(), const_cast<float*>(bias ? bias : zeros_.data()));
    return [this, weights, added](const float* x, float* y, std::byte* scratch) {
      hold_to_one_thread();
      dnnl::stream stream(cpu());
      primitive_.execute(stream, {{DNNL_ARG_SRC, memory(x_, cpu(), const_cast<float*>(x))},
                                  {DNNL_ARG_WEIGHTS, weights},
                                  {DNNL_ARG_BIAS, added},
                                  {DNNL_ARG_DST, memory(y_, cpu(), y)},
                                  {DNNL_ARG_SCRATCHPAD, memory(scratch_, cpu(), scratch)}});
      stream.wait();
    };
  }

 private:
  static constexpr auto kF32 = memory::data_type::f32;
  int64_t depth_, columns_;
  memory::desc x_, y_, bias_, packed_, scratch_;
  std::vector<float> zeros_;
  dnnl::matmul primitive_;
};

}  // namespace

std::string version() {
  const dnnl_version_t* version = dnnl_version();
  return std::to_string(version->major) + "." + std::to_string(version->minor) + "." + std::to_string(version->patch);
}

std::string instruction_set() {
  const int wanted = rank(current_cpu_target());
  if (wanted < 0) return "";
  static const int held = hold(wanted);
  return held >= 0 && held <= wanted ? kIsas[held].target : "";
}

std::unique_ptr<Product> make_product(int64_t rows, int64_t depth, int64_t columns) {
  return std::make_unique<TileProduct>(rows, depth, columns);
}

}  // namespace undula::onednn

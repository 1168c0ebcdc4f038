#pragma once
#include <utility>
#include <vector>

#include "core/nn/linear.h"
#include "core/ops/s4d_scan.h"

namespace undula {

/// How the frequencies of a diagonal state start (Gu, Gupta, Goel and Re 2022, section 4.2), n < N / 2, the real part
/// being -1/2: kLin Im A_n = pi n, kInv Im A_n = N / pi (N / (2n + 1) - 1).
enum class FrequencyInit : uint8_t { kLin, kInv };

struct S4dShape {
  int64_t d_model = 64;
  int64_t d_state = 64;  ///< N: N / 2 conjugate pairs for each channel; even
  FrequencyInit frequencies = FrequencyInit::kLin;
  bool bidirectional = false;
};

/// The layer of S4D: y = glu(W gelu(s4d_scan(x)) + b), W (2D, D). Its parameters have the published names and starts:
/// dt log-uniform in [1e-3, 0.1], C complex normal, D normal; those of A and dt learn at a rate of at most 1e-3.
/// Of two directions each is such a layer with its own scan; W and b are shared, as in Caduceus, and outputs are
/// summed.
class S4dMixer : public Module {
 public:
  explicit S4dMixer(const S4dShape& shape);

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;
  bool causal() const override { return passes_.size() == 1; }

 private:
  struct Pass {
    Direction direction;
    const char* scope;  ///< of its parameters
    Param *log_dt, *C, *log_A_real, *A_imag, *D;
    int h_slot;
  };

  void declare_pass(Pass& pass, ParamStore& params, StateLayout& states, const std::string& scope) const;
  /// The passes [first, second) that run.
  std::pair<size_t, size_t> running(const StateFlow& flow) const;
  S4dIn scan_input(const Pass& pass, const StateFlow& flow, const View& x) const;
  void forward_pass(Context& ctx, const Rows& rows, const StateFlow& flow, const Pass& pass, const View& x,
                    const View& y);
  void backward_pass(Context& ctx, const Rows& rows, const StateFlow& flow, const Pass& pass, const View& dy,
                     const View& dx);

  S4dShape shape_;
  std::vector<Pass> passes_;
  Linear output_linear_;
  const ParamStore* params_ = nullptr;
};

}  // namespace undula

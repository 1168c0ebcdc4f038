#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/buffer.h"
#include "core/base/random.h"

namespace undula {

/// How a parameter starts (docs/numerics.md has the sources).
enum class Init : uint8_t {
  kZeros,
  kOnes,
  kUniform,       ///< uniform in +-scale
  kNormal,        ///< normal with standard deviation scale
  kGiven,         ///< Param::start
  kALog,          ///< (E, N): ln(1..N) in every row
  kDtBias,        ///< inverse softplus of a log-uniform dt in [1e-3, 0.1], clamped to >= 1e-4
  kLogDt,         ///< ln of a log-uniform dt in [1e-3, 0.1]
  kConstant,      ///< scale
  kFrequencyLin,  ///< (E, M): pi n in every row (S4D-Lin)
  kFrequencyInv,  ///< (E, M): 2M / pi (2M / (2n + 1) - 1) in every row (S4D-Inv)
};

/// One named tensor of a model with its gradient.
struct Param {
  std::string name;
  Shape shape;
  Init init;
  double scale;
  bool decay;                      ///< weight decay applies: matrices only; never A_log, D, dt bias, norms, biases
  View value, grad;                ///< set by ParamStore::allocate
  int64_t offset = 0;              ///< in elements, within each slab
  bool frozen = false;             ///< training leaves it as it is
  double peak_rate = 0;            ///< its learning rate peaks at most here, and it does not decay; 0: no limit
  std::vector<double> start = {};  ///< Init::kGiven: the values
};

/// All parameters of a model: one slab each for values and gradients. Parameters that decay come first and those with
/// a peak rate of their own last, so that the optimizer sees three flat runs. Shared (tied) parameters are declared
/// once and used by pointer.
class ParamStore {
 public:
  /// Adds a parameter; call before `allocate`. The reference stays valid.
  Param& add(std::string_view scope, std::string_view name, Shape shape, Init init, double scale, bool decay);

  /// The same with values that are computed, not drawn.
  Param& add(std::string_view scope, std::string_view name, Shape shape, std::vector<double> start, bool decay);

  /// Lays the slabs out and allocates them, zeroed; gradients only `with_gradients`.
  void allocate(DType dtype, bool with_gradients);
  /// Takes values and gradients to a device, or with null to the host.
  void move_to(const std::shared_ptr<DeviceMemory>& memory);
  const std::shared_ptr<DeviceMemory>& memory() const { return values_.memory(); }
  /// Draws initial values, on the host; each parameter's numbers depend on the key and on its name alone.
  void initialise(const RandomKey& key);

  DType dtype() const { return dtype_; }
  /// Elements of a slab (parameters start on 64-byte lines), of its part that decays, of all without a peak rate of
  /// their own, and of the parameters themselves.
  int64_t slab_count() const { return slab_count_; }
  int64_t decayed_count() const { return decayed_count_; }
  int64_t quick_count() const { return quick_count_; }
  int64_t parameter_count() const;
  View values() const { return values_.view({slab_count_}, dtype_); }
  View grads() const { return grads_.view({slab_count_}, dtype_); }
  void zero_grads() { fill_zero(grads()); }

  std::deque<Param>& params() { return params_; }
  const std::deque<Param>& params() const { return params_; }
  Param* find(std::string_view name);

  /// Moves whenever values change, to a number that no store of this process had before: packed copies of weights are
  /// kept under (address, generation), and addresses come back when a store is freed.
  uint64_t generation() const { return generation_; }
  void touch();

 private:
  void bind();

  std::deque<Param> params_;
  Buffer values_, grads_;
  DType dtype_ = DType::kF32;
  int64_t slab_count_ = 0, decayed_count_ = 0, quick_count_ = 0;
  uint64_t generation_ = 0;
};

}  // namespace undula

#include "core/nn/param_store.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/base/error.h"

namespace undula {
namespace {

uint64_t name_key(const std::string& name) {
  uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

double log_dt(const RandomKey& key, uint64_t i) {
  const double low = std::log(1e-3), high = std::log(0.1);
  return low + key.uniform(i) * (high - low);
}

/// The place of element i in its row.
double place(const Param& param, uint64_t i) {
  return static_cast<double>(i % static_cast<uint64_t>(param.shape[1]));
}

double initial_value(const Param& param, const RandomKey& key, uint64_t i) {
  switch (param.init) {
    case Init::kZeros:
      return 0;
    case Init::kOnes:
      return 1;
    case Init::kUniform:
      return (2 * key.uniform(i) - 1) * param.scale;
    case Init::kNormal:
      return key.normal(i) * param.scale;
    case Init::kGiven:
      return param.start[i];
    case Init::kALog:
      return std::log(place(param, i) + 1);
    case Init::kDtBias: {
      const double dt = std::max(std::exp(log_dt(key, i)), 1e-4);
      return dt + std::log(-std::expm1(-dt));
    }
    case Init::kLogDt:
      return log_dt(key, i);
    case Init::kConstant:
      return param.scale;
    case Init::kFrequencyLin:
      return M_PI * place(param, i);
    case Init::kFrequencyInv: {
      const auto N = 2 * static_cast<double>(param.shape[1]);
      return N / M_PI * (N / (2 * place(param, i) + 1) - 1);
    }
  }
  return 0;
}

constexpr int64_t kAlignElements = 16;  // every parameter starts on a 64-byte line of an fp32 slab

}  // namespace

Param& ParamStore::add(std::string_view scope, std::string_view name, Shape shape, Init init, double scale,
                       bool decay) {
  require(slab_count_ == 0, "params", "declared after allocation: " + std::string(name));
  std::string full = std::string(scope) + std::string(name);
  require(find(full) == nullptr, "params", "declared twice: " + full);
  params_.push_back(Param{std::move(full), shape, init, scale, decay, View(), View()});
  return params_.back();
}

Param& ParamStore::add(std::string_view scope, std::string_view name, Shape shape, std::vector<double> start,
                       bool decay) {
  Param& param = add(scope, name, shape, Init::kGiven, 0, decay);
  param.start = std::move(start);
  return param;
}

void ParamStore::allocate(DType dtype, bool with_gradients) {
  dtype_ = dtype;
  slab_count_ = 0;
  const auto lay_out = [&](bool decay, bool limited) {
    for (Param& param : params_) {
      if (param.decay != decay || (param.peak_rate > 0) != limited) continue;
      param.offset = slab_count_;
      slab_count_ += (param.shape.count() + kAlignElements - 1) / kAlignElements * kAlignElements;
    }
    return slab_count_;
  };
  decayed_count_ = lay_out(true, false);
  quick_count_ = lay_out(false, false);
  lay_out(false, true);
  values_ = Buffer::of({slab_count_}, dtype);
  grads_ = with_gradients ? Buffer::of({slab_count_}, dtype) : Buffer();
  bind();
}

void ParamStore::bind() {
  for (Param& param : params_) {
    const size_t offset = static_cast<size_t>(param.offset) * size_of(dtype_);
    param.value = values_.view(param.shape, dtype_, offset);
    param.grad = grads_.bytes() > 0 ? grads_.view(param.shape, dtype_, offset) : View();
  }
  touch();
}

void ParamStore::move_to(const std::shared_ptr<DeviceMemory>& memory) {
  if (memory == values_.memory()) return;
  values_.move_to(memory);
  grads_.move_to(memory);
  bind();
}

void ParamStore::touch() {
  static std::atomic<uint64_t> last = 0;
  generation_ = ++last;
}

void ParamStore::initialise(const RandomKey& key) {
  for (Param& param : params_) {
    const RandomKey own = key.fold(name_key(param.name));
    dispatch_float(dtype_, [&](auto zero) {
      using T = decltype(zero);
      T* value = param.value.as<T>();
      for (int64_t i = 0; i < param.shape.count(); ++i) {
        value[i] = static_cast<T>(initial_value(param, own, static_cast<uint64_t>(i)));
      }
    });
  }
  touch();
}

int64_t ParamStore::parameter_count() const {
  int64_t n = 0;
  for (const Param& param : params_) n += param.shape.count();
  return n;
}

Param* ParamStore::find(std::string_view name) {
  for (Param& param : params_) {
    if (param.name == name) return &param;
  }
  return nullptr;
}

}  // namespace undula

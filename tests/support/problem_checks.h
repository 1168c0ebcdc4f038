#pragma once
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/devices.h"
#include "tests/support/targets.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

// Checks of an operation's problem: inputs made from a case, forward(ctx), backward(ctx), and results(), pairs of a
// name and a view, of which the first two are the forward's.
namespace undula::test {

/// How far results may be from float64.
struct ProblemTolerance {
  double forward, backward;
};

template <class Problem>
void check_agreement(const Problem& got, const Problem& want, const ProblemTolerance& tolerance) {
  const auto a = got.results(), b = want.results();
  for (size_t i = 0; i < a.size(); ++i) {
    INFO(a[i].first);
    CHECK(relative_difference(a[i].second, b[i].second) <= (i < 2 ? tolerance.forward : tolerance.backward));
  }
}

template <class Problem>
void check_same_bits(const Problem& one, const Problem& other) {
  const auto a = one.results(), b = other.results();
  for (size_t i = 0; i < a.size(); ++i) {
    INFO(a[i].first);
    CHECK(same_bits(a[i].second, b[i].second));
  }
}

/// Holds every case in float32, under every target that this machine has, against float64.
template <class Problem, class Case>
void check_every_target(const std::vector<Case>& cases, const ProblemTolerance& tolerance) {
  Context ctx(2);
  for (const Case& c : cases) {
    INFO(c.text());
    const Problem want(c, DType::kF64), got(c, DType::kF32);
    want.forward(ctx);
    want.backward(ctx);
    for_each_cpu_target([&](const std::string& target) {
      INFO(target);
      got.forward(ctx);
      got.backward(ctx);
      check_agreement(got, want, tolerance);
    });
  }
}

/// Holds every case on every device, in float32 and with bfloat16 activations, against float64 on the same inputs.
template <class Problem, class Case>
void check_every_device(const std::vector<Case>& cases, const ProblemTolerance& tolerance = {kDeviceF32, kDeviceF32}) {
  Context host(1);
  for (const Case& c : cases) {
    INFO(c.text());
    for (const DType dtype : {DType::kF32, DType::kBF16}) {
      INFO(name_of(dtype));
      const RoundedInputs rounded(dtype == DType::kBF16);
      const Problem want(c, DType::kF64);
      want.forward(host);
      want.backward(host);
      for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
        INFO(name);
        const TensorsOn scope(device);
        const Problem got(c, dtype);
        Context ctx(1, 0, device);
        got.forward(ctx);
        got.backward(ctx);
        check_agreement(got, want, dtype == DType::kF32 ? tolerance : ProblemTolerance{kDeviceBF16, kDeviceBF16});
        for (const auto& [result, view] : got.results()) {
          INFO(result);
          CHECK(gaps_untouched(view));
        }
      });
    }
  }
}

}  // namespace undula::test

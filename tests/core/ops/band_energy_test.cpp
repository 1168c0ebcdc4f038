#include "core/ops/band_energy.h"

#include "tests/support/catch.h"
#include "tests/support/problem_checks.h"

namespace undula::test {
namespace {

struct BandCase {
  int64_t M, g, C, padding;
  std::string text() const {
    return "M " + std::to_string(M) + " g " + std::to_string(g) + " C " + std::to_string(C) + " padding " +
           std::to_string(padding);
  }
};

/// Energies of bands with their gradients, and compressed energies with theirs.
struct BandProblem {
  BandProblem(const BandCase& c, DType dtype) {
    const auto numbers = [&](int64_t rows, int64_t columns, const char* name, double low) {
      return Tensor::uniform({rows, columns}, dtype, name, low, 1).spread(c.padding, c.padding);
    };
    const auto room = [&](int64_t rows, int64_t columns) {
      return Tensor({rows, columns}, dtype).spread(c.padding, c.padding);
    };
    z = numbers(c.M * c.g, 2 * c.C, "z", -1), dy = numbers(c.M, c.C, "dy", -1), x = numbers(c.M, c.C, "x", 0);
    y = room(c.M, c.C), logs = room(c.M, c.C), dz = room(c.M * c.g, 2 * c.C), dx = room(c.M, c.C);
  }

  void forward(Context& ctx) const {
    plan_and_run(ctx, [&] {
      band_energy_forward(ctx, z, y);
      log_compress_forward(ctx, how, x, logs);
    });
  }
  void backward(Context& ctx) const {
    plan_and_run(ctx, [&] {
      band_energy_backward(ctx, z, dy, dz);
      log_compress_backward(ctx, how, x, dy, dx);
    });
  }
  std::vector<std::pair<const char*, View>> results() const {
    return {{"y", y}, {"logs", logs}, {"dz", dz}, {"dx", dx}};
  }

  LogCompression how = {.floor = 1e-3};
  Tensor z, dy, x, y, logs, dz, dx;
};

}  // namespace

TEST_CASE("band_energy: float32 and kernels agree with the float64 reference") {
  const std::vector<BandCase> cases = {{1, 1, 1, 0}, {9, 3, 5, 1}, {13, 2, 12, 4}, {3, 4, 8, 0}};
  check_every_target<BandProblem>(cases, {kDenseF32, kDenseF32});
  check_every_device<BandProblem>(cases);
}

}  // namespace undula::test

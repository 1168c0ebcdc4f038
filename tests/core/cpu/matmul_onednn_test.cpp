#include "core/cpu/matmul_onednn.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "tests/support/catch.h"
#include "tests/support/matmul_case.h"
#include "tests/support/targets.h"

namespace undula::test {
namespace {

/// Runs `body` in a process of its own, because oneDNN can be held to an instruction set only once in one. False where
/// a REQUIRE failed there.
template <class F>
bool in_child(F&& body) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    int code = 1;
    try {
      body();
      code = 0;
    } catch (...) {  // a failed REQUIRE
    }
    _exit(code);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Tensor product_by(MatmulBackend backend) {
  Context ctx(1);
  ctx.matmul().set_backend(backend);
  const Tensor x = Tensor::uniform({9, 700}, DType::kF32, "x"), w = Tensor::uniform({5, 700}, DType::kF32, "w");
  Tensor y({9, 5}, DType::kF32);
  product(ctx, x, w, y);
  return y;
}

int64_t threads_of_this_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return std::distance(begin(tasks), end(tasks));
}

}  // namespace

TEST_CASE("oneDNN: follows the CPU target of its first use, and is right and stable there") {
  for (const std::string& target : supported_cpu_targets()) {
    INFO(target);
    const bool served = !onednn::version().empty() && target != "scalar" && target != "ssse3";
    const bool passed = in_child([&] {
      set_cpu_target(target);
      REQUIRE(onednn::instruction_set() == (served ? target : ""));
      Context ctx(1);
      ctx.matmul().set_backend(MatmulBackend::kOneDnn);
      for (const auto& [M, N, K] : {std::tuple(1, 1, 1), std::tuple(97, 40, 600), std::tuple(70, 200, 31)}) {
        check_products(ctx, exact_products(M, N, K));
      }
      for (const auto& [N, K] : {std::pair(40, 1100), std::pair(65, 17), std::pair(256, 8)}) {
        check_row_bits(ctx, ctx, N, K, {1, 2, 3, 5, 11, 24, 63, 64, 65, 97, 128, 129});
      }
    });
    CHECK(passed);
  }
}

TEST_CASE("oneDNN: once in use it never runs what is wider than the CPU target") {
  const std::vector<std::string> names = supported_cpu_targets();
  if (std::count(names.begin(), names.end(), "avx2") == 0) return;
  const bool passed = in_child([] {
    set_cpu_target("avx2");
    const bool served = onednn::instruction_set() == "avx2";
    REQUIRE(served != onednn::version().empty());
    set_cpu_target("sse4");
    REQUIRE(onednn::instruction_set().empty());
    REQUIRE(same_bits(product_by(MatmulBackend::kOneDnn), product_by(MatmulBackend::kOwn)));
    set_cpu_target("auto");
    REQUIRE((onednn::instruction_set() == "avx2") == served);
  });
  CHECK(passed);
}

TEST_CASE("oneDNN: each of our threads runs it alone") {
  Context two(2);
  const Products exact = exact_products(1000, 100, 100);
  check_products(two, exact);
  const int64_t ours = std::max<int64_t>(threads_of_this_process(), two.threads());
  two.matmul().set_backend(MatmulBackend::kOneDnn);
  check_products(two, exact);
  CHECK(threads_of_this_process() <= ours);
}

TEST_CASE("oneDNN: its packed copies are counted, in memory that is ours") {
  Context ctx(1);
  ctx.matmul().set_backend(MatmulBackend::kOneDnn);
  const Products p(3, 40, 800, DType::kF32);
  p.run(ctx, 1);
  const size_t copies = ctx.matmul().packed_bytes(), floats = size_t{2} * 40 * 800 * sizeof(float);
  CHECK(copies >= floats);
  CHECK(copies <= 2 * floats);
  p.run(ctx, 2);
  CHECK(ctx.matmul().packed_bytes() == copies);
  CHECK(ctx.arena().high_water() == ctx.arena().planned_bytes());
}

}  // namespace undula::test

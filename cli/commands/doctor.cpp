#include <cmath>
#include <filesystem>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/options/common_options.h"
#include "cli/output/print.h"
#include "cli/term/format.h"
#include "core/base/machine.h"
#include "core/base/threads.h"
#include "core/io/json.h"
#include "core/ops/linear.h"
#include "genomics/io/htslib_info.h"

namespace undula::cli {
namespace {

constexpr uint64_t kLeastMemory = uint64_t{256} << 20, kLeastDisk = uint64_t{64} << 20;

/// One line of the report. A problem makes the exit code 1.
struct Finding {
  std::string key, name, value, problem = "";
};

/// The largest difference between y = x w^T and its sum written out, for one small product.
double product_error() {
  constexpr int64_t kRows = 5, kOut = 7, kInner = 33;
  Context ctx(1);
  ctx.arena().reserve();
  std::vector<float> x(kRows * kInner), w(kOut * kInner), y(kRows * kOut);
  for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i % 11) - 5;
  for (size_t i = 0; i < w.size(); ++i) w[i] = static_cast<float>(i % 7) - 3;
  linear_forward(ctx, View(x.data(), DType::kF32, {kRows, kInner}), View(w.data(), DType::kF32, {kOut, kInner}), View(),
                 View(y.data(), DType::kF32, {kRows, kOut}), 1);
  double worst = 0;
  for (int64_t m = 0; m < kRows; ++m)
    for (int64_t n = 0; n < kOut; ++n) {
      double sum = 0;
      for (int64_t k = 0; k < kInner; ++k) sum += double{x[m * kInner + k]} * w[n * kInner + k];
      worst = std::max(worst, std::abs(sum - y[m * kOut + n]));
    }
  return worst;
}

std::vector<Finding> examine(const CommonOptions& common) {
  const auto disk = std::filesystem::space(".");
  const double error = product_error();
  std::vector<Finding> findings = {
      {"version", "undula", UNDULA_VERSION},
      {"compiler", "compiler", UNDULA_COMPILER},
      {"system", "system", system_name()},
      {"cpu", "processor", cpu_name()},
      {"threads", "threads",
       std::to_string(common.thread_count()) + " (affinity mask and cgroup quota allow " +
           std::to_string(available_threads()) + ")"},
      {"device", "device", "cpu (this build has no CUDA support)"},
      {"matmul", "matrix products", "our own kernels"},
      {"htslib", "HTSlib", htslib_version() + ", " + htslib_features()},
      {"huge_pages", "huge pages", huge_page_mode()},
      {"memory", "memory", bytes_text(memory_available_bytes()) + " available of " + bytes_text(memory_limit_bytes())},
      {"disk", "disk here", bytes_text(disk.available) + " available of " + bytes_text(disk.capacity)},
  };
  const auto problem = [&findings](const std::string& key, bool broken, const std::string& text) {
    for (Finding& finding : findings)
      if (broken && finding.key == key) finding.problem = text;
  };
  problem("matmul", !(error < 1e-3), "a small product is wrong by " + std::to_string(error));
  problem("memory", memory_available_bytes() < kLeastMemory, "less than " + bytes_text(kLeastMemory));
  problem("disk", disk.available < kLeastDisk, "less than " + bytes_text(kLeastDisk));
  return findings;
}

class Doctor : public Command {
 public:
  void declare(OptionSet& options) override {
    common_.declare(options);
    options.add_example("everything that a bug report needs", "undula doctor");
    options.add_example("the same for a program", "undula doctor --json");
  }

  int run() override {
    common_.check();
    const std::vector<Finding> findings = examine(common_);
    std::string text;
    JsonObject json;
    bool healthy = true;
    for (const Finding& finding : findings) {
      std::string name = finding.name;
      name.resize(17, ' ');
      text += name + finding.value + "\n";
      json.add(finding.key, finding.value);
    }
    JsonArray problems;
    for (const Finding& finding : findings) {
      if (finding.problem.empty()) continue;
      healthy = false;
      text += "problem          " + finding.name + ": " + finding.problem + "\n";
      problems.add(finding.name + ": " + finding.problem);
    }
    text += healthy ? "all is well\n" : "";
    json.add("problems", problems);
    print(common_.json ? json.text() + "\n" : text);
    return healthy ? 0 : 1;
  }

 private:
  CommonOptions common_;
};

}  // namespace

std::unique_ptr<Command> make_doctor() {
  return std::make_unique<Doctor>();
}

}  // namespace undula::cli

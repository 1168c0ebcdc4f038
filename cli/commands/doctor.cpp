#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/options/common_options.h"
#include "cli/output/print.h"
#include "cli/output/report_lines.h"
#include "cli/term/format.h"
#include "core/base/machine.h"
#include "core/base/threads.h"
#include "core/cpu/matmul.h"
#include "core/cpu/matmul_onednn.h"
#include "core/cpu/target.h"
#include "core/cuda/backend.h"
#include "core/memory/context.h"
#include "genomics/io/htslib_info.h"

namespace undula::cli {
namespace {

constexpr uint64_t kLeastMemory = uint64_t{256} << 20, kLeastDisk = uint64_t{64} << 20;

std::string onednn_text() {
  if (onednn::version().empty()) return "none in this build";
  const std::string held = onednn::instruction_set();
  return onednn::version() + (held.empty() ? ", which has no code for " + current_cpu_target() : ", held to " + held);
}

ReportLines examine(const CommonOptions& common) {
  const auto disk = std::filesystem::space(".");
  ReportLines lines;
  lines.add("undula", UNDULA_VERSION);
  lines.add("compiler", UNDULA_COMPILER);
  lines.add("system", system_name());
  lines.add("processor", cpu_name());
  lines.add("threads",
            std::to_string(common.thread_count()) + " of " + std::to_string(available_threads()) +
                " that the affinity mask and the cgroup quota allow",
            common.thread_count());
  std::string targets;
  for (const std::string& target : supported_cpu_targets()) targets += target + " ";
  lines.add("cpu_targets", targets + "(in use: " + current_cpu_target() + ")");
  lines.add("device", "cpu");
  lines.add("cuda", cuda_devices().text);
  lines.add("matrix_products", "own kernels");
  lines.add("oneDNN", onednn_text());
  lines.add("HTSlib", htslib_version() + ", " + htslib_features());
  lines.add("huge_pages", huge_page_mode());
  lines.add("memory", bytes_text(memory_available_bytes()) + " available of " + bytes_text(memory_limit_bytes()),
            memory_available_bytes());
  lines.add("disk", bytes_text(disk.available) + " available of " + bytes_text(disk.capacity) + " in this folder",
            disk.available);
  return lines;
}

/// The largest error of one small matrix product by a back end.
double product_error(MatmulBackend backend) {
  constexpr int64_t kRows = 5, kOut = 7, kInner = 33;
  Context ctx(1);
  ctx.matmul().set_backend(backend);
  std::vector<float> x(kRows * kInner), w(kOut * kInner), y(kRows * kOut);
  for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i % 11) - 5;
  for (size_t i = 0; i < w.size(); ++i) w[i] = static_cast<float>(i % 7) - 3;
  const auto multiply = [&] {
    ctx.matmul().product(ctx, View(x.data(), DType::kF32, {kRows, kInner}), View(w.data(), DType::kF32, {kOut, kInner}),
                         View(), View(y.data(), DType::kF32, {kRows, kOut}), 0);
  };
  multiply();  // plans
  ctx.arena().reserve();
  multiply();
  double worst = 0;
  for (size_t m = 0; m < kRows; ++m) {
    for (size_t n = 0; n < kOut; ++n) {
      double sum = -y[m * kOut + n];
      for (size_t k = 0; k < kInner; ++k) sum += double{x[m * kInner + k]} * w[n * kInner + k];
      worst = std::max(worst, std::abs(sum));
    }
  }
  return worst;
}

std::vector<std::string> find_problems() {
  std::vector<std::string> problems;
  for (const auto& [backend, name] :
       {std::pair(MatmulBackend::kOwn, "our kernels"), std::pair(MatmulBackend::kOneDnn, "oneDNN"),
        std::pair(MatmulBackend::kEigen, "Eigen")}) {
    const double error = product_error(backend);
    if (!(error < 1e-3))
      problems.push_back(std::string("matrix products of ") + name + " are wrong by " + std::to_string(error));
  }
  if (memory_available_bytes() < kLeastMemory)
    problems.push_back("less than " + bytes_text(kLeastMemory) + " of memory");
  if (std::filesystem::space(".").available < kLeastDisk)
    problems.push_back("less than " + bytes_text(kLeastDisk) + " of disk in this folder");
  return problems;
}

class Doctor : public Command {
 public:
  void declare(OptionSet& options) override {
    common_.declare(options);
    options.add_example("everything that a bug report needs", "undula doctor");
    options.add_example("the same for a program", "undula doctor --json");
  }

  int run() override {
    common_.apply();
    ReportLines lines = examine(common_);
    const std::vector<std::string> problems = find_problems();
    std::string text;
    JsonArray list;
    for (const std::string& problem : problems) {
      text += (text.empty() ? "" : "; ") + problem;
      list.add(problem);
    }
    lines.add("problems", problems.empty() ? "none" : text, list);
    print(common_.json ? lines.json().text() + "\n" : lines.text());
    return problems.empty() ? 0 : 1;
  }

 private:
  CommonOptions common_;
};

}  // namespace

std::unique_ptr<Command> make_doctor() {
  return std::make_unique<Doctor>();
}

}  // namespace undula::cli

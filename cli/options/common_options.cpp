#include "cli/options/common_options.h"

#include <charconv>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/threads.h"
#include "core/cpu/target.h"
#include "core/cuda/backend.h"

namespace undula::cli {
namespace {

/// The GPU that --device names; none for the CPU, which auto is until a card has run the kernels (docs/cuda.md). Throws
/// kUsage for another text.
std::optional<int> card_number(const std::string& device) {
  if (device == "cpu" || device == "auto") return std::nullopt;
  if (device == "cuda") return 0;
  constexpr std::string_view kNumbered = "cuda:";
  int number = -1;
  if (device.starts_with(kNumbered)) {
    const char* end = device.data() + device.size();
    const auto [stop, error] = std::from_chars(device.data() + kNumbered.size(), end, number);
    if (error == std::errc() && stop == end && number >= 0) return number;
  }
  throw Error(ErrorKind::kUsage, "'" + device + "' is no device: expected auto, cpu, cuda or cuda:N", "--device",
              "'undula doctor' for what is there");
}

}  // namespace

void CommonOptions::declare(OptionSet& options) {
  options.begin_group("General");
  options.add("-@,--threads", &threads, "N", "threads in total, not in addition to the first")
      .env("UNDULA_THREADS")
      .range(0, 4096)
      .default_text("what the affinity mask and the cgroup quota allow")
      .not_recorded();
  options
      .add("--device", &device, "NAME",
           "where to compute: cpu, cuda (an NVIDIA GPU) or cuda:N; auto: cpu, as no card has run the kernels yet")
      .env("UNDULA_DEVICE")
      .not_recorded();
  options.add("--dtype", &dtype, "TYPE", "what layers compute in: f32, or on a GPU bf16 beside f32 weights and sums")
      .choices({"f32", "bf16"});
  options
      .add("--cpu-target", &cpu_target, "NAME",
           "instruction set of the kernels, one that 'undula doctor' lists; auto: the widest")
      .env("UNDULA_CPU_TARGET")
      .not_recorded();
  options.add("--config", &config, "FILE", "TOML file of options, keys spelt like the long names").config_file();
  options.add_switch("--json", &json, "print JSON on standard output in place of text").command_line_only();
  options.add_switch("-q,--quiet", &quiet, "print errors only").command_line_only();
  options.add_switch("-v,--verbose", &verbose, "report progress also where standard error is no terminal")
      .command_line_only();
  options.add_switch("--no-color", &no_color, "no colour on the terminal; NO_COLOR does the same").command_line_only();
}

void CommonOptions::apply() const {
  set_cpu_target(cpu_target);
  const std::optional<int> card = card_number(device);
  if (card) check_cuda_device(*card);
  if (dtype == "bf16" && !card)
    throw Error(ErrorKind::kUsage, "bf16 is for GPUs", "--dtype bf16", "--dtype f32, or --device cuda");
}

Compute CommonOptions::compute() const {
  const std::optional<int> card = card_number(device);
  if (!backend_ && card) backend_ = make_cuda_backend(*card);
  Compute compute(thread_count());
  compute.device = backend_;
  if (dtype == "bf16") compute.activations = DType::kBF16;
  return compute;
}

int CommonOptions::thread_count() const {
  return threads > 0 ? static_cast<int>(threads) : available_threads();
}

}  // namespace undula::cli

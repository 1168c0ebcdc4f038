#include "cli/options/common_options.h"

#include "core/base/error.h"
#include "core/base/threads.h"
#include "core/cpu/target.h"

namespace undula::cli {

void CommonOptions::declare(OptionSet& options) {
  options.begin_group("General");
  options.add("-@,--threads", &threads, "N", "threads in total, not in addition to the first")
      .env("UNDULA_THREADS")
      .range(0, 4096)
      .default_text("what the affinity mask and the cgroup quota allow")
      .not_recorded();
  options.add("--device", &device, "NAME", "where to compute")
      .env("UNDULA_DEVICE")
      .choices({"auto", "cpu", "cuda"})
      .not_recorded();
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
  if (device == "cuda")
    throw Error(ErrorKind::kMissing, "this build of undula has no CUDA support", "--device cuda", "--device cpu");
  set_cpu_target(cpu_target);
}

int CommonOptions::thread_count() const {
  return threads > 0 ? static_cast<int>(threads) : available_threads();
}

}  // namespace undula::cli

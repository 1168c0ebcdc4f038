#include "core/cpu/target.h"

#include <hwy/highway.h>

#include <algorithm>

#include "core/base/error.h"

namespace undula {
namespace {

struct Target {
  const char* name;
  int64_t bit;
};

constexpr Target kTargets[] = {
    {"scalar", HWY_SCALAR}, {"ssse3", HWY_SSSE3}, {"sse4", HWY_SSE4}, {"avx2", HWY_AVX2}, {"avx512", HWY_AVX3}};

/// Bits of the targets that kernels may use. Kept, because asking the processor takes microseconds in a virtual
/// machine.
int64_t& allowed_targets() {
  static int64_t targets = hwy::SupportedTargets() & HWY_TARGETS;
  return targets;
}

}  // namespace

std::vector<std::string> supported_cpu_targets() {
  static const int64_t machine = hwy::SupportedTargets() & HWY_TARGETS;  // before any choice hides a part of it
  std::vector<std::string> names;
  for (const Target& target : kTargets) {
    if (machine & target.bit) names.emplace_back(target.name);
  }
  return names;
}

std::string highway_version() {
  return std::to_string(HWY_MAJOR) + "." + std::to_string(HWY_MINOR) + "." + std::to_string(HWY_PATCH);
}

std::string current_cpu_target() {
  supported_cpu_targets();
  const char* widest = "scalar";
  for (const Target& target : kTargets) {
    if (allowed_targets() & target.bit) widest = target.name;
  }
  return widest;
}

void set_cpu_target(const std::string& name) {
  const std::vector<std::string> names = supported_cpu_targets();
  if (name != "auto" && std::find(names.begin(), names.end(), name) == names.end()) {
    std::string all = "auto";
    for (const std::string& supported : names) all += ", " + supported;
    throw Error(ErrorKind::kUsage, "CPU target '" + name + "' is not one that this machine can run", "",
                "one of " + all);
  }
  int64_t bit = 0;  // 0: what the machine has
  for (const Target& target : kTargets) {
    if (name == target.name) bit = target.bit;
  }
  hwy::SetSupportedTargetsForTest(bit);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  allowed_targets() = hwy::SupportedTargets() & HWY_TARGETS;
}

}  // namespace undula

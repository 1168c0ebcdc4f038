#pragma once
#include <string>
#include <vector>

namespace undula {

/// Instruction sets that our kernels are compiled for and this machine has, narrowest first: of "scalar", "ssse3",
/// "sse4", "avx2", "avx512".
std::vector<std::string> supported_cpu_targets();

/// Version of the Highway that our kernels are written with, for example "1.0.3".
std::string highway_version();

/// The one in use: the widest unless set_cpu_target chose another.
std::string current_cpu_target();

/// Makes kernels use one of supported_cpu_targets(), or the widest again with "auto". Throws a usage error for any
/// other name. Not while kernels run.
void set_cpu_target(const std::string& name);

}  // namespace undula

#pragma once
#include <cstdint>
#include <string>

namespace undula {

/// Model name of the processor, as the kernel gives it.
std::string cpu_name();
/// Operating system and kernel: "Debian GNU/Linux 12 (bookworm), Linux 6.1.0 x86_64".
std::string system_name();
/// Name of this machine in its network.
std::string host_name();
/// "always", "madvise" or "never": whether the kernel backs large allocations with huge pages.
std::string huge_page_mode();

/// Memory that this process may use in all: what the machine has, capped by the cgroup.
uint64_t memory_limit_bytes();
/// Memory that is free for use now.
uint64_t memory_available_bytes();
/// Resident memory of this process now, and the most it has been.
uint64_t resident_bytes();
uint64_t peak_resident_bytes();

}  // namespace undula

#include "core/base/machine.h"

#include <sys/utsname.h>

#include <algorithm>
#include <fstream>
#include <limits>

namespace undula {
namespace {

/// What follows `key` and a separator on its line of a file such as /proc/meminfo; empty where it is not there.
std::string value_in(const char* path, const std::string& key, char separator) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key)) continue;
    const size_t at = line.find_first_not_of(" \t\"", line.find(separator) + 1);
    const size_t end = line.find_last_not_of(" \t\"");
    return at == std::string::npos ? "" : line.substr(at, end - at + 1);
  }
  return "";
}

/// A "Key:   123 kB" line in bytes; 0 where it is not there.
uint64_t kilobytes_in(const char* path, const std::string& key) {
  const std::string text = value_in(path, key, ':');
  return text.empty() ? 0 : std::stoull(text) * 1024;
}

uint64_t number_in(const char* path, uint64_t otherwise) {
  std::ifstream file(path);
  uint64_t value = 0;
  return file >> value ? value : otherwise;
}

constexpr uint64_t kUnlimited = std::numeric_limits<uint64_t>::max();

uint64_t cgroup_limit() {
  return std::min(number_in("/sys/fs/cgroup/memory.max", kUnlimited),
                  number_in("/sys/fs/cgroup/memory/memory.limit_in_bytes", kUnlimited));
}

uint64_t cgroup_used() {
  return std::max(number_in("/sys/fs/cgroup/memory.current", 0),
                  number_in("/sys/fs/cgroup/memory/memory.usage_in_bytes", 0));
}

}  // namespace

std::string cpu_name() {
  const std::string name = value_in("/proc/cpuinfo", "model name", ':');
  return name.empty() ? "unknown" : name;
}

std::string system_name() {
  utsname kernel{};
  uname(&kernel);
  const std::string distribution = value_in("/etc/os-release", "PRETTY_NAME", '=');
  return (distribution.empty() ? "" : distribution + ", ") + kernel.sysname + " " + kernel.release + " " +
         kernel.machine;
}

std::string host_name() {
  utsname kernel{};
  uname(&kernel);
  return kernel.nodename;
}

std::string huge_page_mode() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
  for (std::string word; file >> word;)
    if (word.starts_with("[")) return word.substr(1, word.size() - 2);
  return "unknown";
}

uint64_t memory_limit_bytes() {
  return std::min(kilobytes_in("/proc/meminfo", "MemTotal"), cgroup_limit());
}

uint64_t memory_available_bytes() {
  const uint64_t free = kilobytes_in("/proc/meminfo", "MemAvailable"), limit = cgroup_limit(), used = cgroup_used();
  return limit == kUnlimited ? free : std::min(free, limit > used ? limit - used : 0);
}

uint64_t resident_bytes() {
  return kilobytes_in("/proc/self/status", "VmRSS");
}

uint64_t peak_resident_bytes() {
  return kilobytes_in("/proc/self/status", "VmHWM");
}

}  // namespace undula

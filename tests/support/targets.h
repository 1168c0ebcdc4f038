#pragma once
#include <string>

#include "core/cpu/target.h"

namespace undula::test {

/// Forces one CPU target for a scope.
class TargetScope {
 public:
  explicit TargetScope(const std::string& name) { set_cpu_target(name); }
  ~TargetScope() { set_cpu_target("auto"); }
  TargetScope(const TargetScope&) = delete;
  TargetScope& operator=(const TargetScope&) = delete;
};

/// Runs f(name) under every target that this machine has.
template <class F>
void for_each_cpu_target(F&& f) {
  for (const std::string& name : supported_cpu_targets()) {
    TargetScope scope(name);
    f(name);
  }
}

}  // namespace undula::test

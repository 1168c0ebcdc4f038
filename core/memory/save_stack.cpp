#include "core/memory/save_stack.h"

#include <cstring>
#include <string>

#include "core/base/error.h"

namespace undula {

SaveStack::Entry SaveStack::take(const char* name) {
  if (entries_.empty()) require(false, "saves", std::string("pop of '") + name + "' from an empty stack");
  const Entry entry = entries_.back();
  entries_.pop_back();
  if (std::strcmp(entry.name, name) != 0)
    require(false, "saves", std::string("order; got '") + entry.name + "', want '" + name + "'");
  return entry;
}

View SaveStack::pop(const char* name) {
  return take(name).view;
}

size_t SaveStack::pop_frame(const char* name) {
  return take(name).mark;
}

}  // namespace undula

#pragma once
#include <string>

#include "core/base/error.h"
#include "tests/support/catch.h"

namespace undula::testing {

/// Runs `body`, which must throw an Error of this kind, and returns its whole message.
template <class Body>
std::string error_of(ErrorKind kind, Body body) {
  try {
    body();
  } catch (const Error& error) {
    CHECK(error.kind() == kind);
    return error.message();
  }
  FAIL("no error was thrown");
  return "";
}

inline bool contains(const std::string& text, const std::string& part) {
  INFO("'" << part << "' in:\n" << text);
  const bool found = text.find(part) != std::string::npos;
  CHECK(found);
  return found;
}

}  // namespace undula::testing

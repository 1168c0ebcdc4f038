#include "core/base/error.h"

namespace undula {

std::string Error::message() const {
  std::string text = std::string("error: ") + what() + "\n";
  if (!where_.empty()) text += "  at: " + where_ + "\n";
  if (!hint_.empty()) text += "  try: " + hint_ + "\n";
  return text;
}

void violated(const char* op, std::string_view what) {
  throw Error(ErrorKind::kFailure, std::string("[") + op + "] " + std::string(what));
}

}  // namespace undula

#include "genomics/io/program_line.h"

#include <algorithm>
#include <cctype>

namespace undula {

std::string ProgramLine::one_line() const {
  std::string text = command;
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
  return text;
}

}  // namespace undula

#pragma once
#include <string>
#include <vector>

#include "cli/options/option_set.h"

namespace undula::cli {

/// Reads the arguments behind a verb into its options. Spellings: `-o FILE`, `-oFILE`, `--out FILE`, `--out=FILE`,
/// switches joined as `-qv`, `--` before arguments that start with a dash; a lone `-` is an argument.
class ArgumentReader {
 public:
  ArgumentReader(OptionSet& options, const std::vector<std::string>& arguments);
  void read();

 private:
  Option& known(const std::string& name);
  void assign(Option& option, const std::string& text);
  void assign_next(Option& option);
  void take_long(const std::string& argument);
  void take_short(const std::string& argument);
  void take_positional(const std::string& argument);

  OptionSet& options_;
  const std::vector<std::string>& arguments_;
  std::vector<Option*> positionals_;
  size_t next_ = 0, position_ = 0;
};

}  // namespace undula::cli

#pragma once
#include <string>
#include <vector>

#include "cli/options/option_set.h"

namespace undula::cli {

/// Reads the arguments behind a verb into its options, by CLI11. Spellings: `-o FILE`, `-oFILE`, `--out FILE`,
/// `--out=FILE`, switches joined as `-qv`, `--` before arguments that start with a dash; a lone `-` is an argument. Of
/// an option given twice the last counts. CLI11 knows nothing of did-you-mean or of where a value came from: errors are
/// worded here.
void read_arguments(OptionSet& options, const std::vector<std::string>& arguments);

}  // namespace undula::cli

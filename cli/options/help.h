#pragma once
#include <string>

#include "cli/options/option_set.h"

namespace undula::cli {

/// The text of `undula VERB --help`: summary, usage, arguments, options by group, examples.
std::string help_text(const OptionSet& options);

/// `text` broken into lines of at most `width` columns at spaces, every line after the first indented by `indent`.
std::string wrapped(const std::string& text, size_t indent, size_t width = 100);

}  // namespace undula::cli

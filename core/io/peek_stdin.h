#pragma once
#include <cstddef>
#include <string>

namespace undula {

/// The first bytes of standard input, up to `bytes`, which stay there to be read: of a file, or what has come so far of
/// a pipe (at least one byte, unless it has ended). Nothing where standard input is neither.
std::string peek_stdin(size_t bytes);

}  // namespace undula

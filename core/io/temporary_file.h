#pragma once

namespace undula {

/// Opens a new file without a name, which is gone once closed, in the folder that TMPDIR names, else /tmp. For reading
/// and writing; the descriptor is the caller's. Throws kFailure where the folder cannot be written.
int open_temporary();

}  // namespace undula

#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/io/atomic_file.h"
#include "genomics/io/hts_handles.h"
#include "genomics/io/index_output.h"

namespace undula {

/// A file that HTSlib writes records into, with an index where one is wanted: both appear when they are complete.
struct HtsOutput {
  /// Opens it in a mode of hts_open; with `kept`, a file that is gone on with after as many bytes.
  /// Errors: those of AtomicFile and check.
  HtsOutput(const std::string& path, const char* mode, std::optional<int64_t> kept = {});

  /// Throws kFailure that names the file, and what errno says, unless what HTSlib did was `good`.
  void check(bool good) const;
  /// Ends the file; false where HTSlib could not, errno saying why.
  bool close();
  /// Gives the closed file, then its index, their names.
  void commit();
  /// Ends the file and leaves it under the name that is returned; "" where that cannot be done.
  std::string keep_partial() noexcept;

  AtomicFile target;
  std::optional<IndexOutput> index;
  HtsHandle<htsFile> file;
};

}  // namespace undula

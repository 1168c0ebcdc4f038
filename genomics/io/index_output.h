#pragma once
#include <string>

#include "core/io/atomic_file.h"

namespace undula {

/// An index that HTSlib writes beside a file of records: it appears when it is complete, after that file.
class IndexOutput {
 public:
  /// Errors: those of AtomicFile.
  explicit IndexOutput(const std::string& path);

  /// Where HTSlib, which writes an index by name, is to write it.
  const char* place() const { return place_.c_str(); }
  /// To be called after the file of records has got its name: an index older than that is warned of.
  void commit();

 private:
  AtomicFile file_;
  std::string place_;
};

}  // namespace undula

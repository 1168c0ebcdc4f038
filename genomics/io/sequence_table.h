#pragma once
#include <string>

#include "core/io/table_reader.h"

namespace undula {

/// A table that may be compressed (genomics/io/byte_stream.h), with an error of its own for sequence files.
class SequenceTable : public TableReader {
 public:
  /// Errors: those of ByteStream and TableReader.
  explicit SequenceTable(const std::string& path);
};

}  // namespace undula

#pragma once
#include <string>
#include <vector>

#include "genomics/io/text_writer.h"
#include "genomics/tasks/call_stream.h"

namespace undula::cli {

/// What the table of calls holds beside id, label, probability and one column per class.
struct CallColumns {
  bool part = false;  ///< start and end, 0-based half-open
  bool file = false;  ///< the input that the record came from
};

/// Writes calls as they come: a TSV with a header, or one JSON object per line.
class CallWriter {
 public:
  CallWriter(const std::string& path, const std::vector<std::string>& classes, const CallColumns& columns, bool json);

  void begin_file(const std::string& name) { file_ = name; }
  void write(const Call& call);
  void commit() { writer_.commit(); }
  /// See TextWriter.
  std::string keep_partial() { return writer_.keep_partial(); }

 private:
  void write_header();
  void write_row(const Call& call);
  void write_object(const Call& call);

  TextWriter writer_;
  std::vector<std::string> classes_;
  CallColumns columns_;
  bool json_;
  std::string file_;
};

}  // namespace undula::cli

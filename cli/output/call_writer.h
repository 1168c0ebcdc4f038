#pragma once
#include <string>
#include <vector>

#include "genomics/io/text_writer.h"
#include "genomics/tasks/classify/call_stream.h"

namespace undula::cli {

/// How calls are written: a TSV with a header, the lines of kraken2, or one JSON object per line (docs/calls.md).
enum class CallFormat : uint8_t { kTsv, kKraken, kJson };

/// What the table of calls holds beside id, label, probability and one column per class.
struct CallColumns {
  bool part = false;  ///< start and end, 0-based half-open
  bool file = false;  ///< the input that the record came from
};

/// Writes calls as they come.
class CallWriter {
 public:
  CallWriter(const std::string& path, const std::vector<std::string>& classes, const CallColumns& columns,
             CallFormat format, const std::optional<OutputSpot>& from = {});

  void begin_file(const std::string& name) { file_ = name; }
  void write(const Call& call);
  ResumableOutput& output() { return writer_; }

 private:
  std::string header() const;
  std::string row(const Call& call) const;
  std::string kraken_line(const Call& call) const;
  std::string object(const Call& call) const;
  std::string label_of(const Call& call) const;

  TextWriter writer_;
  std::vector<std::string> classes_;
  CallColumns columns_;
  CallFormat format_;
  std::string file_;
};

}  // namespace undula::cli

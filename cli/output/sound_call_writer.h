#pragma once
#include <string>
#include <vector>

#include "audio/tasks/classify/sound_calls.h"
#include "genomics/io/text_writer.h"

namespace undula::cli {

/// How calls of sounds are written: a TSV with a header, one JSON object a line, or the lines of an Audacity label
/// file.
enum class SoundCallFormat : uint8_t { kTsv, kJsonl, kAudacity };

/// The columns that say which stretch of which sound a row is about, with tabs between.
inline constexpr char kSoundPlaceHeader[] = "file\tchannel\tstart\tend\tstart_sample\tend_sample";
std::string sound_place(const SoundMean& row);

/// Writes calls as they come (docs/sound-calls.md).
class SoundCallWriter {
 public:
  /// `live`: a reader at the other end of a pipe sees each row at once.
  SoundCallWriter(const std::string& path, const std::vector<std::string>& classes, SoundCallFormat format, bool live);

  void write(const SoundCall& call);
  void finish() { writer_.commit(); }
  int64_t rows() const { return rows_; }

 private:
  std::string row(const SoundCall& call) const;
  std::string object(const SoundCall& call) const;
  std::string label_of(const SoundCall& call) const;

  TextWriter writer_;
  std::vector<std::string> classes_;
  SoundCallFormat format_;
  bool live_;
  int64_t rows_ = 0;
};

}  // namespace undula::cli

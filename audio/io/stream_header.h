#pragma once
#include <cstdint>
#include <functional>
#include <optional>

namespace undula {

/// Where and how the samples of a WAV or AU file lie, enough to decode them from a pipe.
struct StreamHeader {
  int container = 0;  ///< libsndfile's major format
  int encoding = 0;   ///< libsndfile's subtype
  bool big_endian = false;
  int rate = 0, channels = 0;
  int bytes_per_sample = 0;
  /// Bytes of samples; none where the writer did not know (a stream).
  std::optional<int64_t> data_bytes;
};

/// Reads exactly so many bytes, or returns false.
using ReadExactly = std::function<bool(void* to, size_t bytes)>;

/// Reads a WAV (RIFF) or AU header up to its first sample. None where it is something else, damaged, or of an encoding
/// that is not one plain number per sample (ADPCM, RF64, ...): libsndfile's own parsers know these.
std::optional<StreamHeader> read_stream_header(const ReadExactly& read);

}  // namespace undula

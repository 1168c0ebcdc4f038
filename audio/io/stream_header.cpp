#include "audio/io/stream_header.h"

#include <sndfile.h>

#include <array>
#include <cstring>

namespace undula {
namespace {

constexpr int kMostChannels = 1024;           // libsndfile's bound
constexpr int64_t kStreamBytes = 0x7FFF0000;  // a stated size from here on, or 0, is a stream's
constexpr uint32_t kMostSkipped = 16 << 20;   // bytes of other chunks before the samples

uint32_t little(const uint8_t* at, int bytes) {
  uint32_t value = 0;
  for (int i = bytes - 1; i >= 0; --i) value = value << 8 | at[i];
  return value;
}
uint32_t big(const uint8_t* at) {
  return static_cast<uint32_t>(at[0]) << 24 | static_cast<uint32_t>(at[1]) << 16 | static_cast<uint32_t>(at[2]) << 8 |
         at[3];
}

bool skip(const ReadExactly& read, int64_t bytes) {
  std::array<uint8_t, 4096> waste;
  while (bytes > 0) {
    const auto part = static_cast<size_t>(std::min<int64_t>(bytes, waste.size()));
    if (!read(waste.data(), part)) return false;
    bytes -= static_cast<int64_t>(part);
  }
  return true;
}

std::optional<int64_t> known_size(uint32_t bytes) {
  if (bytes == 0 || bytes >= kStreamBytes) return std::nullopt;
  return bytes;
}

bool plausible(const StreamHeader& header) {
  return header.encoding != 0 && header.rate > 0 && header.channels > 0 && header.channels <= kMostChannels;
}

/// WAVE format tag and bits of a sample -> subtype; 0 for codecs that are not one number per sample.
int wav_encoding(uint32_t tag, uint32_t bits) {
  if (tag == 1)
    return bits == 8    ? SF_FORMAT_PCM_U8
           : bits == 16 ? SF_FORMAT_PCM_16
           : bits == 24 ? SF_FORMAT_PCM_24
           : bits == 32 ? SF_FORMAT_PCM_32
                        : 0;
  if (tag == 3) return bits == 32 ? SF_FORMAT_FLOAT : bits == 64 ? SF_FORMAT_DOUBLE : 0;
  if (tag == 6 && bits == 8) return SF_FORMAT_ALAW;
  if (tag == 7 && bits == 8) return SF_FORMAT_ULAW;
  return 0;
}

std::optional<StreamHeader> read_wav(const ReadExactly& read) {
  StreamHeader header;
  header.container = SF_FORMAT_WAV;
  for (uint8_t chunk[8]; read(chunk, sizeof chunk);) {
    const uint32_t bytes = little(chunk + 4, 4);
    if (std::memcmp(chunk, "data", 4) == 0) {
      header.data_bytes = known_size(bytes);
      return plausible(header) ? std::optional(header) : std::nullopt;
    }
    if (bytes > kMostSkipped) return std::nullopt;
    int64_t rest = bytes + bytes % 2;  // chunks are padded to even sizes
    if (std::memcmp(chunk, "fmt ", 4) == 0) {
      std::array<uint8_t, 40> fmt = {};
      const auto known = std::min<size_t>(bytes, fmt.size());
      if (known < 16 || !read(fmt.data(), known)) return std::nullopt;
      rest -= static_cast<int64_t>(known);
      uint32_t tag = little(&fmt[0], 2);
      if (tag == 0xFFFE) tag = known < 26 ? 0 : little(&fmt[24], 2);  // WAVE_FORMAT_EXTENSIBLE: the tag begins the GUID
      const uint32_t bits = little(&fmt[14], 2), frame_bytes = little(&fmt[12], 2);
      header.channels = static_cast<int>(little(&fmt[2], 2));
      header.rate = static_cast<int>(little(&fmt[4], 4));
      header.bytes_per_sample = static_cast<int>(bits / 8);
      header.encoding = frame_bytes == bits / 8 * little(&fmt[2], 2) ? wav_encoding(tag, bits) : 0;
      if (!plausible(header)) return std::nullopt;
    }
    if (!skip(read, rest)) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<StreamHeader> read_au(const ReadExactly& read, uint32_t samples_at) {
  struct Encoding {
    uint32_t code;
    int subtype, bytes;
  };
  constexpr std::array<Encoding, 8> kEncodings = {{{1, SF_FORMAT_ULAW, 1},
                                                   {2, SF_FORMAT_PCM_S8, 1},
                                                   {3, SF_FORMAT_PCM_16, 2},
                                                   {4, SF_FORMAT_PCM_24, 3},
                                                   {5, SF_FORMAT_PCM_32, 4},
                                                   {6, SF_FORMAT_FLOAT, 4},
                                                   {7, SF_FORMAT_DOUBLE, 8},
                                                   {27, SF_FORMAT_ALAW, 1}}};
  uint8_t rest[16];  // size, encoding, rate, channels
  if (samples_at < 24 || samples_at > kMostSkipped || !read(rest, sizeof rest)) return std::nullopt;
  StreamHeader header;
  header.container = SF_FORMAT_AU;
  header.big_endian = true;
  header.data_bytes = known_size(big(rest));
  header.rate = static_cast<int>(big(rest + 8));
  header.channels = static_cast<int>(std::min<uint32_t>(big(rest + 12), kMostChannels + 1));
  for (const Encoding& encoding : kEncodings) {
    if (encoding.code != big(rest + 4)) continue;
    header.encoding = encoding.subtype;
    header.bytes_per_sample = encoding.bytes;
  }
  if (!plausible(header) || !skip(read, samples_at - 24)) return std::nullopt;
  return header;
}

}  // namespace

std::optional<StreamHeader> read_stream_header(const ReadExactly& read) {
  uint8_t start[8];
  if (!read(start, sizeof start)) return std::nullopt;
  if (std::memcmp(start, ".snd", 4) == 0) return read_au(read, big(start + 4));
  uint8_t kind[4];
  if (std::memcmp(start, "RIFF", 4) != 0 || !read(kind, sizeof kind) || std::memcmp(kind, "WAVE", 4) != 0) {
    return std::nullopt;
  }
  return read_wav(read);
}

}  // namespace undula

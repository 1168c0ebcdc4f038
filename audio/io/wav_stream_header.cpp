#include "audio/io/wav_stream_header.h"

#include <cstdint>

namespace undula {
namespace {

void append_little(std::string& to, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

std::string wav_stream_header(int rate, int channels, int bits) {
  constexpr uint32_t kUnknown = 0xFFFFFFFF;
  const auto frame_bytes = static_cast<uint64_t>(channels) * static_cast<uint64_t>(bits / 8);
  std::string header = "RIFF";
  append_little(header, kUnknown, 4);
  header += "WAVEfmt ";
  append_little(header, 16, 4);
  append_little(header, bits == 32 ? 3 : 1, 2);  // WAVE_FORMAT_IEEE_FLOAT or WAVE_FORMAT_PCM
  append_little(header, static_cast<uint64_t>(channels), 2);
  append_little(header, static_cast<uint64_t>(rate), 4);
  append_little(header, static_cast<uint64_t>(rate) * frame_bytes, 4);
  append_little(header, frame_bytes, 2);
  append_little(header, static_cast<uint64_t>(bits), 2);
  header += "data";
  append_little(header, kUnknown, 4);
  return header;
}

}  // namespace undula

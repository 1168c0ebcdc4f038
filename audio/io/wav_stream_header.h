#pragma once
#include <string>

namespace undula {

/// The 44 bytes before the samples of a WAV stream: its sizes are 0xFFFFFFFF, for "until the end". Samples are integers
/// of 16 or 24 bits, or 32-bit floats.
std::string wav_stream_header(int rate, int channels, int bits);

}  // namespace undula

#include "audio/io/sound_writer.h"

#include <sndfile.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <vector>

#include "audio/io/sample_rounding.h"
#include "audio/io/wav_stream_header.h"
#include "core/base/error.h"
#include "core/io/atomic_file.h"

namespace undula {
namespace {

constexpr int64_t kBlock = 4096;  // frames: libvorbis overflows the stack on a minute at once (libsndfile#424)

enum class Container : uint8_t { kWav, kFlac, kOgg };

Container container_of(const std::string& path) {
  std::string suffix = path == "-" ? ".wav" : std::filesystem::path(path).extension().string();
  std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](unsigned char c) { return std::tolower(c); });
  if (suffix == ".wav") return Container::kWav;
  if (suffix == ".flac") return Container::kFlac;
  if (suffix == ".ogg" || suffix == ".oga") return Container::kOgg;
  throw Error(ErrorKind::kUsage, "cannot tell the sound format of '" + path + "' from its name", path,
              "end the name in .wav, .flac or .ogg");
}

int bits_of(Container container, SampleEncoding encoding) {
  if (container == Container::kOgg || encoding == SampleEncoding::kFloat32) return 32;
  return encoding == SampleEncoding::kPcm16 ? 16 : 24;
}

int format_of(Container container, int bits) {
  if (container == Container::kOgg) return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
  const int encoding = bits == 16 ? SF_FORMAT_PCM_16 : bits == 24 ? SF_FORMAT_PCM_24 : SF_FORMAT_FLOAT;
  return (container == Container::kWav ? SF_FORMAT_RF64 : SF_FORMAT_FLAC) | encoding;
}

bool is_regular(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

struct SoundWriter::Impl {
  Container container;
  int channels, bits;
  SampleRounding rounding;
  int64_t float_clipped = 0;
  AtomicFile out;
  SNDFILE* file = nullptr;     // null for a stream
  std::vector<int32_t> block;  // left-aligned in 32 bits, as libsndfile takes them
  std::vector<float> floats;
  std::string bytes;

  Impl(const std::string& path, const SoundSpec& spec)
      : container(container_of(path)),
        channels(spec.channels),
        bits(bits_of(container, spec.encoding)),
        rounding(bits, bits < 24 ? spec.dither : std::nullopt),
        out(path) {
    if (path == "-" || !is_regular(out.descriptor())) {
      if (container != Container::kWav) {
        throw Error(ErrorKind::kUsage, "only WAV can be written to a pipe", path, "write to a file, or a .wav");
      }
      out.write(wav_stream_header(spec.rate, channels, bits));
      return;
    }
    open_file(path, spec.rate);
  }
  ~Impl() {
    if (file != nullptr) sf_close(file);
  }

  void open_file(const std::string& path, int rate) {
    SF_INFO info = {};
    info.samplerate = rate;
    info.channels = channels;
    info.format = format_of(container, bits);
    file = sf_open_fd(out.descriptor(), SFM_WRITE, &info, 0);
    if (file == nullptr) {
      throw Error(ErrorKind::kUsage,
                  "cannot write " + std::to_string(channels) + " channels at " + std::to_string(rate) + " Hz to '" +
                      path + "': " + sf_strerror(nullptr),
                  path, "WAV stores any rate, and more channels");
    }
    // A WAV unless it grows beyond what WAV can hold.
    if (container == Container::kWav) sf_command(file, SFC_RF64_AUTO_DOWNGRADE, nullptr, SF_TRUE);
  }

  void check_written(int64_t written, int64_t frames) const {
    if (written == frames) return;
    throw Error(ErrorKind::kFailure, "cannot write '" + out.name() + "': " + sf_strerror(file), out.name());
  }

  void write_integers(const float* samples, int64_t frames) {
    block.clear();
    for (int64_t i = 0; i < frames * channels; ++i) block.push_back(rounding(samples[i]));
    if (file != nullptr) {
      for (int32_t& value : block) value *= 1 << (32 - bits);
      return check_written(sf_writef_int(file, block.data(), frames), frames);
    }
    bytes.clear();
    for (const int32_t value : block) {
      for (int shift = 0; shift < bits; shift += 8) bytes += static_cast<char>(value >> shift & 0xFF);
    }
    out.write(bytes);
  }

  void write_floats(const float* samples, int64_t frames) {
    if (container == Container::kWav) {
      if (file != nullptr) return check_written(sf_writef_float(file, samples, frames), frames);
      return out.write(samples, static_cast<size_t>(frames * channels) * sizeof(float));
    }
    floats.clear();
    for (int64_t i = 0; i < frames * channels; ++i) {
      const float x = samples[i];
      const float inside = std::isnan(x) ? 0 : std::clamp(x, -1.0f, 1.0f);
      if (inside != x) ++float_clipped;
      floats.push_back(inside);
    }
    check_written(sf_writef_float(file, floats.data(), frames), frames);
  }
};

SoundWriter::SoundWriter(const std::string& path, const SoundSpec& spec) {
  if (spec.rate < 1 || spec.channels < 1 || spec.channels > 65535 / 4) {
    throw Error(ErrorKind::kUsage,
                "cannot write " + std::to_string(spec.channels) + " channels at " + std::to_string(spec.rate) + " Hz",
                path);
  }
  impl_ = std::make_unique<Impl>(path, spec);
}
SoundWriter::~SoundWriter() = default;
SoundWriter::SoundWriter(SoundWriter&&) noexcept = default;
SoundWriter& SoundWriter::operator=(SoundWriter&&) noexcept = default;

void SoundWriter::write(const float* samples, int64_t frames) {
  for (int64_t done = 0; done < frames; done += kBlock) {
    const int64_t part = std::min(kBlock, frames - done);
    if (impl_->bits == 32) {
      impl_->write_floats(samples + done * impl_->channels, part);
    } else {
      impl_->write_integers(samples + done * impl_->channels, part);
    }
  }
}

int64_t SoundWriter::clipped() const {
  return impl_->rounding.clipped() + impl_->float_clipped;
}

void SoundWriter::finish() {
  if (impl_->file != nullptr) {
    const int error = sf_close(impl_->file);
    impl_->file = nullptr;
    if (error != 0) {
      throw Error(ErrorKind::kFailure, "cannot finish '" + impl_->out.name() + "': " + sf_error_number(error),
                  impl_->out.name());
    }
  }
  impl_->out.commit();
}

}  // namespace undula

#include "audio/io/sound_file.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <limits>
#include <utility>

#include "audio/io/input_bytes.h"
#include "audio/io/stream_header.h"
#include "core/base/error.h"

namespace undula {
namespace {

/// Samples behind a header that was read here, or without one: libsndfile only turns them into numbers.
struct SampleStream {
  InputBytes* bytes;
  sf_count_t position = 0;
};

SF_VIRTUAL_IO stream_callbacks() {
  SF_VIRTUAL_IO callbacks = {};
  callbacks.get_filelen = [](void*) { return std::numeric_limits<sf_count_t>::max() / 2; };  // unknown
  callbacks.seek = [](sf_count_t offset, int whence, void* user) {
    const sf_count_t position = static_cast<SampleStream*>(user)->position;
    return (whence == SEEK_SET && offset == position) || (whence == SEEK_CUR && offset == 0) ? position
                                                                                             : sf_count_t{-1};
  };
  callbacks.read = [](void* to, sf_count_t count, void* user) {
    auto* stream = static_cast<SampleStream*>(user);
    const auto got = static_cast<sf_count_t>(stream->bytes->read(to, static_cast<size_t>(count)));
    stream->position += got;
    return got;
  };
  callbacks.tell = [](void* user) { return static_cast<SampleStream*>(user)->position; };
  return callbacks;
}

std::string format_name(int format) {
  SF_FORMAT_INFO info = {};
  info.format = format;
  if (sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info) != 0 || info.name == nullptr) return "unknown";
  return info.name;
}

int integer_bits(int encoding) {
  switch (encoding) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
      return 8;
    case SF_FORMAT_PCM_16:
      return 16;
    case SF_FORMAT_PCM_24:
      return 24;
    case SF_FORMAT_PCM_32:
      return 32;
    default:
      return 0;
  }
}

}  // namespace

struct SoundFile::Impl {
  InputBytes bytes;
  SampleStream stream = {&bytes};
  SNDFILE* file = nullptr;
  SoundFormat format;
  bool exact_length = true;  // the stated length is one to insist on
  int64_t frames_read = 0;

  explicit Impl(const std::string& path) : bytes(path) {}
  ~Impl() {
    if (file != nullptr) sf_close(file);
  }

  [[noreturn]] void fail(const std::string& what, const std::string& hint = "") const {
    const std::string after = frames_read > 0 ? ", after " + std::to_string(frames_read) + " frames" : "";
    throw Error(ErrorKind::kBadInput, bytes.name() + " " + what, bytes.name() + after, hint);
  }

  void describe(int container, int encoding, int rate, int channels) {
    format.container = format_name(container);
    format.encoding = format_name(encoding);
    format.rate = rate;
    format.channels = channels;
    format.bits = integer_bits(encoding);
  }

  void open_stream(const StreamHeader& header) {
    bytes.keep_no_more();
    SF_INFO info = {};
    info.samplerate = header.rate;
    info.channels = header.channels;
    info.format = SF_FORMAT_RAW | header.encoding | (header.big_endian ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE);
    SF_VIRTUAL_IO callbacks = stream_callbacks();
    file = sf_open_virtual(&callbacks, SFM_READ, &info, &stream);
    if (file == nullptr) fail(std::string("cannot be read: ") + sf_strerror(nullptr));
    describe(header.container, header.encoding, header.rate, header.channels);
    if (header.data_bytes) format.stated_frames = *header.data_bytes / (header.bytes_per_sample * header.channels);
  }

  void open_whole() {
    bytes.rewind_to_file();
    SF_INFO info = {};
    file = sf_open_fd(bytes.descriptor(), SFM_READ, &info, 0);
    if (file == nullptr) {
      std::string why = sf_strerror(nullptr);
      while (!why.empty() && (why.back() == '.' || why.back() == '\n')) why.pop_back();
      fail("is no sound file that can be read: " + why,
           "samples without a header need their format, rate and channels");
    }
    const int container = info.format & SF_FORMAT_TYPEMASK;
    describe(container, info.format & SF_FORMAT_SUBMASK, info.samplerate, info.channels);
    if (info.frames >= 0 && info.frames < SF_COUNT_MAX) format.stated_frames = info.frames;
    exact_length = container != SF_FORMAT_MPEG && container != SF_FORMAT_OGG;
  }

  void refuse_end() const {
    if (format.stated_frames && exact_length && frames_read < *format.stated_frames) {
      fail("is cut short: its header states " + std::to_string(*format.stated_frames) + " frames, it has " +
               std::to_string(frames_read),
           "copy or record the file again");
    }
    if (frames_read == 0) fail("holds no sound: zero frames");
  }
};

SoundFile::SoundFile(const std::string& path, const std::optional<RawFormat>& raw) {
  if (raw && (raw->rate <= 0 || raw->channels <= 0)) {
    throw Error(ErrorKind::kUsage, "raw sound needs its sample rate and channels", path == "-" ? "stdin" : path,
                "for example --raw s16le --rate 16000 --channels 1");
  }
  impl_ = std::make_unique<Impl>(path);
  if (raw) {
    StreamHeader header;
    header.container = SF_FORMAT_RAW;
    header.encoding = raw->encoding == RawFormat::Encoding::kS16le ? SF_FORMAT_PCM_16 : SF_FORMAT_FLOAT;
    header.rate = raw->rate;
    header.channels = raw->channels;
    impl_->open_stream(header);
    return;
  }
  const auto read = [this](void* to, size_t count) { return impl_->bytes.read(to, count) == count; };
  if (const std::optional<StreamHeader> header = read_stream_header(read)) {
    impl_->open_stream(*header);
  } else {
    impl_->open_whole();
  }
}

SoundFile::~SoundFile() = default;
SoundFile::SoundFile(SoundFile&&) noexcept = default;
SoundFile& SoundFile::operator=(SoundFile&&) noexcept = default;

const SoundFormat& SoundFile::format() const {
  return impl_->format;
}
const std::string& SoundFile::name() const {
  return impl_->bytes.name();
}

int64_t SoundFile::read(float* to, int64_t frames) {
  Impl& impl = *impl_;
  const bool bounded = impl.format.stated_frames && impl.exact_length;  // other chunks may follow the samples
  if (bounded) frames = std::min(frames, *impl.format.stated_frames - impl.frames_read);
  const int64_t got = frames > 0 ? sf_readf_float(impl.file, to, frames) : 0;
  impl.frames_read += std::max<int64_t>(got, 0);
  if (got < frames && sf_error(impl.file) != SF_ERR_NO_ERROR) {
    impl.fail(std::string("is damaged: ") + sf_strerror(impl.file));
  }
  if (got <= 0) impl.refuse_end();
  return std::max<int64_t>(got, 0);
}

bool begins_like_sound(std::string_view bytes) {
  constexpr std::array<std::string_view, 10> kMarks = {"RIFF", "RIFX", "RF64", "riff", "FORM",
                                                       ".snd", "caff", "fLaC", "OggS", "ID3"};
  const auto marked = [&](std::string_view mark) { return bytes.starts_with(mark); };
  const bool mpeg_frame = bytes.size() > 1 && bytes[0] == '\xff' && (bytes[1] & '\xe6') == '\xe2';  // layer III
  return mpeg_frame || std::any_of(kMarks.begin(), kMarks.end(), marked);
}

bool looks_like_sound(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  SF_INFO info = {};
  if (SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info)) {
    sf_close(file);
    return true;
  }
  constexpr std::array<const char*, 14> kSuffixes = {".wav",  ".flac", ".ogg", ".oga", ".opus", ".mp3",  ".aif",
                                                     ".aiff", ".au",   ".snd", ".caf", ".w64",  ".rf64", ".aifc"};
  std::string suffix = std::filesystem::path(path).extension().string();
  std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::find(kSuffixes.begin(), kSuffixes.end(), suffix) != kSuffixes.end();
}

}  // namespace undula

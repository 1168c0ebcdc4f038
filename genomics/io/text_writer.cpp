#include "genomics/io/text_writer.h"

#include <htslib/bgzf.h>
#include <htslib/hfile.h>
#include <htslib/hts_log.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "genomics/io/hts_handles.h"

namespace undula {
namespace {

constexpr size_t kHeldBack = size_t{64} << 10;

bool wants_bgzip(const std::string& path) {
  return path.ends_with(".gz") || path.ends_with(".bgz");
}

}  // namespace

struct TextWriter::Impl {
  AtomicFile file;
  BGZF* bgzip = nullptr;
  std::string held;  // text not yet written, where there is no compression

  Impl(const std::string& path, const std::optional<OutputSpot>& from)
      : file(from ? AtomicFile(path, from->bytes) : AtomicFile(path)) {
    if (!wants_bgzip(path)) return;
    hts_set_log_level(HTS_LOG_OFF);  // our errors say it
    const int fd = dup(file.descriptor());
    hFILE* raw = fd < 0 ? nullptr : hdopen(fd, "w");
    bgzip = raw == nullptr ? nullptr : bgzf_hopen(raw, "w");
    check(bgzip != nullptr);
    if (from) write(from->tail);
  }

  ~Impl() {
    if (bgzip != nullptr) static_cast<void>(bgzf_close(bgzip));
  }

  void check(bool good) const {
    if (good) return;
    const std::string reason = errno != 0 ? std::string(": ") + std::strerror(errno) : "";
    throw Error(ErrorKind::kFailure, "cannot write '" + file.name() + "'" + reason, file.name());
  }

  void write(std::string_view text) {
    if (bgzip != nullptr) {
      check(bgzf_write(bgzip, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
      return;
    }
    held.append(text);
    if (held.size() >= kHeldBack) write_held();
  }

  void end_text() {
    if (bgzip != nullptr) {
      check(bgzf_close(std::exchange(bgzip, nullptr)) == 0);
    } else {
      write_held();
    }
  }

  void write_held() {
    file.write(held);
    held.clear();
  }
};

TextWriter::TextWriter(const std::string& path, const std::optional<OutputSpot>& from)
    : impl_(std::make_unique<Impl>(path, from)) {}
TextWriter::~TextWriter() = default;
TextWriter::TextWriter(TextWriter&&) noexcept = default;
TextWriter& TextWriter::operator=(TextWriter&&) noexcept = default;

void TextWriter::write(std::string_view text) {
  impl_->write(text);
}

void TextWriter::flush() {
  if (impl_->bgzip != nullptr) {
    impl_->check(bgzf_flush(impl_->bgzip) == 0);
  } else {
    impl_->write_held();
  }
}

OutputSpot TextWriter::save() {
  if (impl_->bgzip == nullptr) {
    impl_->write_held();
    return {impl_->file.sync(), ""};
  }
  impl_->check(hflush(impl_->bgzip->fp) == 0);
  return {impl_->file.sync(), waiting_bytes(impl_->bgzip)};
}

void TextWriter::commit() {
  impl_->end_text();
  impl_->file.commit();
}

std::string TextWriter::keep_partial() noexcept {
  try {
    impl_->end_text();
    return impl_->file.keep_partial();
  } catch (const Error&) {
    return "";
  }
}

}  // namespace undula

#include "genomics/io/hts_output.h"

#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.h"

namespace undula {
namespace {

// CRAM files begin with the name they were opened by. Equal records make equal bytes, whatever the file is called.
constexpr char kFileId[] = "undula";

}  // namespace

HtsOutput::HtsOutput(const std::string& path, const char* mode, std::optional<int64_t> kept)
    : target(kept ? AtomicFile(path, *kept) : AtomicFile(path)) {
  const int fd = dup(target.descriptor());
  HtsHandle<hFILE> stream(fd < 0 ? nullptr : hdopen(fd, "w"));
  check(stream != nullptr);
  file.reset(hts_hopen(stream.get(), kFileId, mode));
  check(file != nullptr);
  static_cast<void>(stream.release());
}

void HtsOutput::check(bool good) const {
  if (good) return;
  throw Error(ErrorKind::kFailure,
              "cannot write '" + target.name() + "'" + (errno != 0 ? std::string(": ") + std::strerror(errno) : ""),
              target.name(), errno == ENOSPC ? "free some space, or write elsewhere" : "");
}

bool HtsOutput::close() {
  errno = 0;
  return hts_close(file.release()) == 0;
}

void HtsOutput::commit() {
  target.commit();
  if (index) index->commit();
}

std::string HtsOutput::keep_partial() noexcept {
  try {
    return close() ? target.keep_partial() : "";
  } catch (const Error&) {
    return "";
  }
}

}  // namespace undula

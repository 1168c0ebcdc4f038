#include "genomics/io/bgzf_writer.h"

#include <htslib/bgzf.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.h"

namespace undula {

BgzfWriter::BgzfWriter(int descriptor, std::string name) : name_(std::move(name)) {
  const int own = dup(descriptor);
  file_ = own < 0 ? nullptr : bgzf_dopen(own, "w");
  if (file_ == nullptr) fail();
}

BgzfWriter::~BgzfWriter() {
  if (file_ != nullptr) bgzf_close(file_);
}

void BgzfWriter::write(const void* data, size_t bytes) {
  if (bgzf_write(file_, data, bytes) != static_cast<ssize_t>(bytes)) fail();
}

void BgzfWriter::finish() {
  if (bgzf_close(std::exchange(file_, nullptr)) != 0) fail();
}

void BgzfWriter::fail() const {
  throw Error(ErrorKind::kFailure, "cannot write '" + name_ + "': " + std::strerror(errno), name_,
              errno == ENOSPC ? "free some space, or write elsewhere" : "");
}

}  // namespace undula

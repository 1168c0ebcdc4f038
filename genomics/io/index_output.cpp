#include "genomics/io/index_output.h"

#include <sys/stat.h>

namespace undula {

IndexOutput::IndexOutput(const std::string& path)
    : file_(path), place_("/dev/fd/" + std::to_string(file_.descriptor())) {}

void IndexOutput::commit() {
  futimens(file_.descriptor(), nullptr);
  file_.commit();
}

}  // namespace undula

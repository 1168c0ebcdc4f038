#include "cli/output/print.h"

#include "core/io/atomic_file.h"

namespace undula::cli {

void print(std::string_view text) {
  AtomicFile output("-");
  output.write(text);
  output.commit();
}

}  // namespace undula::cli

#include "cli/output/print.h"

#include "core/io/atomic_file.h"

namespace undula::cli {

void print(std::string_view text) {
  write_text("-", text);
}

void write_text(const std::string& path, std::string_view text) {
  AtomicFile output(path);
  output.write(text);
  output.commit();
}

}  // namespace undula::cli

#include "core/cpu/matmul_onednn.h"

// The build without oneDNN.
namespace undula::onednn {

std::string version() {
  return "";
}

std::string instruction_set() {
  return "";
}

std::unique_ptr<Product> make_product(int64_t, int64_t, int64_t) {
  return nullptr;
}

}  // namespace undula::onednn

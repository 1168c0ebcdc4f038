#include "core/base/error.h"
#include "core/cuda/backend.h"

// A build without CUDA.
namespace undula {
namespace {

[[noreturn]] void refuse() {
  throw Error(ErrorKind::kMissing, "this build of undula has no CUDA support", "--device cuda",
              "--device cpu, or a build on a machine with nvcc");
}

}  // namespace

void check_cuda_device(int) {
  refuse();
}

std::shared_ptr<DeviceBackend> make_cuda_backend(int) {
  refuse();
}

CudaDevices cuda_devices() {
  return {0, "this build has no CUDA support"};
}

}  // namespace undula

#include "core/base/error.h"
#include "core/cuda/backend.h"

// A build without CUDA.
namespace undula {

std::shared_ptr<DeviceBackend> make_cuda_backend(int) {
  throw Error(ErrorKind::kMissing, "this build of undula has no CUDA support", "--device cuda",
              "--device cpu, or a build on a machine with nvcc");
}

CudaDevices cuda_devices() {
  return {0, "this build has no CUDA support"};
}

}  // namespace undula

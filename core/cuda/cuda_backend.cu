#include <algorithm>
#include <cstring>

#include "core/cuda/cublas_matmul.h"
#include "core/cuda/cuda_error.h"
#include "core/cuda/ops.h"
#include "core/cuda/pinned_staging.h"
#include "core/cuda/queue.h"

namespace undula {
namespace cuda {
namespace {

std::string describe(int index) {
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, index), "cudaGetDeviceProperties");
  return std::string(properties.name) + ", " + std::to_string(properties.totalGlobalMem >> 30) + " GiB, compute " +
         std::to_string(properties.major) + "." + std::to_string(properties.minor);
}

/// The stream of a device, made for this process.
class Stream {
 public:
  explicit Stream(int index) {
    check(cudaSetDevice(index), "cudaSetDevice");
    check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "cudaStreamCreate");
  }
  ~Stream() { cudaStreamDestroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  operator cudaStream_t() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

class Graph final : public DeviceGraph {
 public:
  explicit Graph(cudaGraph_t graph) : graph_(graph) {
    check(cudaGraphInstantiate(&executable_, graph, 0), "cudaGraphInstantiate");
  }
  ~Graph() override {
    cudaGraphExecDestroy(executable_);
    cudaGraphDestroy(graph_);
  }
  cudaGraphExec_t executable() const { return executable_; }

 private:
  cudaGraph_t graph_;
  cudaGraphExec_t executable_ = nullptr;
};

class CudaBackend final : public DeviceBackend {
 public:
  explicit CudaBackend(int index) : index_(index), stream_(index), staging_(stream_), matmul_(*this, stream_) {
    queue_.stream = static_cast<cudaStream_t>(stream_);
  }
  ~CudaBackend() override { cudaStreamSynchronize(stream_); }

  Device device() const override { return Device::kCuda; }
  std::string name() const override { return describe(index_); }
  void synchronise() override { check(cudaStreamSynchronize(stream_), "cudaStreamSynchronize"); }
  Queue& queue() override { return queue_; }
  DeviceOps& ops() override { return ops_; }

  std::byte* allocate(size_t bytes) override {
    void* memory = nullptr;
    check(cudaMalloc(&memory, std::max<size_t>(bytes, 1)), "cudaMalloc");
    check(cudaMemsetAsync(memory, 0, bytes, stream_), "cudaMemset");
    return static_cast<std::byte*>(memory);
  }
  void release(std::byte* memory, size_t) noexcept override {
    cudaStreamSynchronize(stream_);
    cudaFree(memory);
  }

  void upload(Runs from, Runs to, size_t bytes, size_t count) override {
    // Runs of any length, in pieces that fit into the staging memory.
    const size_t piece = std::min(bytes, PinnedStaging::kHalf), together = PinnedStaging::kHalf / piece;
    for (size_t at = 0; at < bytes; at += piece) {
      const size_t length = std::min(piece, bytes - at);
      for (size_t first = 0; first < count; first += together) {
        const size_t n = std::min(together, count - first);
        std::byte* staged = staging_.take(n * length);
        for (size_t i = 0; i < n; ++i)
          std::memcpy(staged + i * length, from.data + (first + i) * from.stride + at, length);
        move({staged, length}, {to.data + first * to.stride + at, to.stride}, length, n, cudaMemcpyHostToDevice);
      }
    }
  }
  void download(Runs from, Runs to, size_t bytes, size_t count) override {
    move(from, to, bytes, count, cudaMemcpyDeviceToHost);
    synchronise();
  }
  void copy(Runs from, Runs to, size_t bytes, size_t count) override {
    move(from, to, bytes, count, cudaMemcpyDeviceToDevice);
  }
  void fill(Runs to, uint8_t byte, size_t bytes, size_t count) override {
    if (count == 1 || to.stride == bytes) {
      check(cudaMemsetAsync(to.data, byte, bytes * count, stream_), "cudaMemset");
    } else {
      check(cudaMemset2DAsync(to.data, to.stride, byte, bytes, count, stream_), "cudaMemset2D");
    }
  }

  void product(Context& ctx, const View& x, const View& w, const View& bias, const View& y,
               uint64_t generation) override {
    matmul_.product(ctx, x, w, bias, y, generation);
  }
  void product_input_gradient(Context& ctx, const View& dy, const View& w, const View& dx,
                              uint64_t generation) override {
    matmul_.product_input_gradient(ctx, dy, w, dx, generation);
  }
  void product_weight_gradient(Context& ctx, const View& dy, const View& x, const View& dw) override {
    matmul_.product_weight_gradient(ctx, dy, x, dw);
  }

  void begin_capture() override {
    check(cudaStreamBeginCapture(stream_, cudaStreamCaptureModeThreadLocal), "cudaStreamBeginCapture");
  }
  std::unique_ptr<DeviceGraph> end_capture() override {
    cudaGraph_t graph = nullptr;
    check(cudaStreamEndCapture(stream_, &graph), "cudaStreamEndCapture");
    return std::make_unique<Graph>(graph);
  }
  void replay(const DeviceGraph& graph) override {
    check(cudaGraphLaunch(static_cast<const Graph&>(graph).executable(), stream_), "cudaGraphLaunch");
  }

 private:
  void move(Runs from, Runs to, size_t bytes, size_t count, cudaMemcpyKind kind) {
    if (count == 1 || (from.stride == bytes && to.stride == bytes)) {
      check(cudaMemcpyAsync(to.data, from.data, bytes * count, kind, stream_), "cudaMemcpy");
    } else {
      check(cudaMemcpy2DAsync(to.data, to.stride, from.data, from.stride, bytes, count, kind, stream_), "cudaMemcpy2D");
    }
  }

  int index_;
  Stream stream_;
  Queue queue_;
  PinnedStaging staging_;
  CublasMatmul matmul_;
  Ops ops_;
};

/// GPUs that can be used; why there are none, where that is so.
int count_devices(std::string& why) {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status == cudaSuccess && count > 0) return count;
  why = "CUDA finds no NVIDIA GPU";
  if (status != cudaSuccess) why += std::string(": ") + cudaGetErrorString(status);
  return 0;
}

}  // namespace
}  // namespace cuda

void check_cuda_device(int index) {
  std::string why;
  const int count = cuda::count_devices(why);
  if (count == 0) throw Error(ErrorKind::kMissing, why, "--device cuda", "--device cpu");
  if (index < 0 || index >= count) {
    throw Error(ErrorKind::kMissing, "there is no GPU number " + std::to_string(index),
                "--device cuda:" + std::to_string(index),
                "--device cuda:0" + (count > 1 ? " to cuda:" + std::to_string(count - 1) : std::string()));
  }
}

std::shared_ptr<DeviceBackend> make_cuda_backend(int index) {
  check_cuda_device(index);
  return std::make_shared<cuda::CudaBackend>(index);
}

CudaDevices cuda_devices() {
  CudaDevices found;
  found.count = cuda::count_devices(found.text);
  for (int i = 0; i < found.count; ++i)
    found.text += (i > 0 ? "; cuda:" : "cuda:") + std::to_string(i) + " " + cuda::describe(i);
  return found;
}

}  // namespace undula

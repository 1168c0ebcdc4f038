#include "core/memory/context.h"

#include "core/base/error.h"
#include "core/cpu/matmul.h"
#include "core/cuda/backend.h"

namespace undula {
namespace {

Compute on(int threads, std::shared_ptr<DeviceBackend> device) {
  Compute compute(threads);
  compute.device = std::move(device);
  return compute;
}

}  // namespace

Context::Context(int threads, uint64_t seed, std::shared_ptr<DeviceBackend> device)
    : Context(on(threads, std::move(device)), seed) {}

Context::Context(const Compute& compute, uint64_t seed)
    : pool_(compute.threads),
      device_(compute.device),
      matmul_(std::make_unique<Matmul>()),
      key_(seed),
      half_(compute.activations == DType::kBF16) {
  require(!half_ || device_ != nullptr, "context", "bfloat16 is for devices");
  arena_.set_memory(device_);
}

Context::~Context() = default;

DeviceOps& Context::device_ops() {
  return device_->ops();
}

std::shared_ptr<DeviceMemory> Context::memory() const {
  return device_;
}

View Context::receiving(const View& wanted) {
  if (!on_device() || !wanted.present() || wanted.memory != nullptr) return wanted;
  return scratch(wanted.shape, wanted.dtype);
}

View Context::placed(const View& host) {
  if (!on_device() || !host.present() || host.memory != nullptr) return host;
  const View here = scratch(host.shape, host.dtype);
  if (!planning()) copy(host, here);
  return here;
}

}  // namespace undula

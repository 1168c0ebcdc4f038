#include "core/memory/context.h"

#include "core/cpu/matmul.h"
#include "core/cuda/backend.h"

namespace undula {

Context::Context(int threads, uint64_t seed, std::shared_ptr<DeviceBackend> device)
    : pool_(threads), device_(std::move(device)), matmul_(std::make_unique<Matmul>()), key_(seed) {
  arena_.set_memory(device_);
}

Context::~Context() = default;

DeviceOps& Context::device_ops() {
  return device_->ops();
}

std::shared_ptr<DeviceMemory> Context::memory() const {
  return device_;
}

}  // namespace undula

#include "core/memory/context.h"

#include "core/cpu/matmul.h"

namespace undula {

Context::Context(int threads, uint64_t seed) : pool_(threads), matmul_(std::make_unique<Matmul>()), key_(seed) {}

Context::~Context() = default;

}  // namespace undula

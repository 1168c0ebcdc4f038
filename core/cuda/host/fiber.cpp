#include "core/cuda/host/fiber.h"

#include <pthread.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/cuda/host/sanitizers.h"

#if !defined(__x86_64__)
#define UNDULA_UCONTEXT 1
#endif
#ifdef UNDULA_UCONTEXT
#include <ucontext.h>
#endif

namespace undula::harness {
namespace {

#ifdef UNDULA_UCONTEXT

void prepare_context(Fiber& fiber, void (*entry)()) {
  auto* context = new ucontext_t;
  getcontext(context);
  context->uc_stack.ss_sp = fiber.stack;
  context->uc_stack.ss_size = fiber.stack_bytes;
  context->uc_link = nullptr;
  makecontext(context, entry, 0);
  fiber.context = context;
}
void dispose_context(Fiber& fiber) {
  delete static_cast<ucontext_t*>(fiber.context);
  fiber.context = nullptr;
}
void switch_context(Fiber& from, Fiber& to) {
  if (!from.context) from.context = new ucontext_t;
  swapcontext(static_cast<ucontext_t*>(from.context), static_cast<ucontext_t*>(to.context));
}

#else

// Saves what the System V ABI lets a callee keep, and the stack pointer.
extern "C" void undula_switch_stack(void** from, void* to);
asm(R"(
.text
.type undula_switch_stack, @function
undula_switch_stack:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size undula_switch_stack, .-undula_switch_stack
)");

void prepare_context(Fiber& fiber, void (*entry)()) {
  constexpr int kSaved = 6;
  auto* top = reinterpret_cast<uintptr_t*>(static_cast<char*>(fiber.stack) + fiber.stack_bytes);
  *--top = 0;  // entry's return address; it also gives the stack the alignment of a call
  *--top = reinterpret_cast<uintptr_t>(entry);
  for (int i = 0; i < kSaved; ++i) *--top = 0;
  fiber.context = top;
}
void dispose_context(Fiber&) {}
void switch_context(Fiber& from, Fiber& to) {
  undula_switch_stack(&from.context, to.context);
}

#endif

#ifdef UNDULA_TSAN
/// The thread sanitizer's fibers that ended: making one takes milliseconds.
thread_local std::vector<void*> free_shadows;
#endif

void finish_switch([[maybe_unused]] Fiber& fiber) {
#ifdef UNDULA_ASAN
  __sanitizer_finish_switch_fiber(fiber.fake_stack, nullptr, nullptr);
#endif
}

}  // namespace

void prepare(Fiber& fiber, void (*entry)()) {
  // The last fiber on this stack left the frames that never returned poisoned.
  const size_t left = std::min<size_t>(fiber.stack_bytes, 4096);
  unpoison(static_cast<char*>(fiber.stack) + fiber.stack_bytes - left, left);
  prepare_context(fiber, entry);
#ifdef UNDULA_TSAN
  if (free_shadows.empty()) {
    fiber.shadow = __tsan_create_fiber(0);
  } else {
    fiber.shadow = free_shadows.back();
    free_shadows.pop_back();
  }
#endif
}

void dispose(Fiber& fiber, [[maybe_unused]] bool ended) {
  dispose_context(fiber);
#ifdef UNDULA_TSAN
  if (!fiber.stack) return;
  if (ended) {
    free_shadows.push_back(fiber.shadow);
  } else {
    __tsan_destroy_fiber(fiber.shadow);
  }
#endif
}

void join([[maybe_unused]] Fiber& fiber, [[maybe_unused]] Fiber& current) {
#ifdef UNDULA_TSAN
  __tsan_switch_to_fiber(fiber.shadow, 0);
  __tsan_switch_to_fiber(current.shadow, 0);
#endif
}

void adopt_current([[maybe_unused]] Fiber& fiber) {
#ifdef UNDULA_TSAN
  fiber.shadow = __tsan_get_current_fiber();
#endif
#ifdef UNDULA_ASAN
  pthread_attr_t attributes;
  pthread_getattr_np(pthread_self(), &attributes);
  pthread_attr_getstack(&attributes, &fiber.stack, &fiber.stack_bytes);
  pthread_attr_destroy(&attributes);
#endif
}

void arrive(Fiber& fiber) {
  finish_switch(fiber);
}

void switch_fiber(Fiber& from, Fiber& to, [[maybe_unused]] bool ends) {
#ifdef UNDULA_ASAN
  __sanitizer_start_switch_fiber(ends ? nullptr : &from.fake_stack, to.stack, to.stack_bytes);
#endif
#ifdef UNDULA_TSAN
  constexpr unsigned kNoSynchronisation = 1;
  __tsan_switch_to_fiber(to.shadow, kNoSynchronisation);
#endif
  switch_context(from, to);
  finish_switch(from);
}

}  // namespace undula::harness

#pragma once
#include <cstddef>

namespace undula::harness {

/// A thread of control with a stack of its own, run by the operating system's thread that switches to it.
struct Fiber {
  void* context = nullptr;  ///< where it stands while it does not run
  void* stack = nullptr;
  size_t stack_bytes = 0;
  void* fake_stack = nullptr;  ///< of the address sanitizer
  void* shadow = nullptr;      ///< of the thread sanitizer
};

/// Makes `fiber` stand before entry(), which must not return. Its stack is set already.
void prepare(Fiber& fiber, void (*entry)());
/// Forgets a prepared fiber, wherever it stands. `ended`: it left its entry's work for good.
void dispose(Fiber& fiber, bool ended);
/// What a fiber that is given up has done happens before what `current`, which runs, does next.
void join(Fiber& fiber, Fiber& current);
/// Makes `fiber` stand for the code that calls this, so that others can switch back to it.
void adopt_current(Fiber& fiber);
/// Leaves `from`, which runs, for `to`; returns when something switches back. `ends`: nothing will.
void switch_fiber(Fiber& from, Fiber& to, bool ends = false);
/// First line of an entry.
void arrive(Fiber& fiber);

}  // namespace undula::harness

#pragma once
#include <cstddef>

// What the harness tells the sanitizers; nothing in builds without them.
#if defined(__SANITIZE_ADDRESS__)
#define UNDULA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDULA_ASAN 1
#endif
#endif
// UNDULA_TSAN comes from the build: the harness itself is compiled without the thread sanitizer.

#ifdef UNDULA_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef UNDULA_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace undula::harness {

#ifdef UNDULA_TSAN
inline constexpr bool kThreadSanitizer = true;
#else
inline constexpr bool kThreadSanitizer = false;
#endif

inline void poison([[maybe_unused]] const void* address, [[maybe_unused]] size_t bytes) {
#ifdef UNDULA_ASAN
  __asan_poison_memory_region(address, bytes);
#endif
}
inline void unpoison([[maybe_unused]] const void* address, [[maybe_unused]] size_t bytes) {
#ifdef UNDULA_ASAN
  __asan_unpoison_memory_region(address, bytes);
#endif
}

/// What happened before `release(token)` happens before what follows `acquire(token)`.
inline void release([[maybe_unused]] void* token) {
#ifdef UNDULA_TSAN
  __tsan_release(token);
#endif
}
inline void acquire([[maybe_unused]] void* token) {
#ifdef UNDULA_TSAN
  __tsan_acquire(token);
#endif
}

}  // namespace undula::harness

#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>

namespace undula {

/// Threads this process may use: the affinity mask, capped by the cgroup CPU quota (rounded up), never the whole node.
int available_threads();

/// Version of the oneTBB that this program runs with, for example "2021.8.0".
std::string onetbb_version();

/// A non-owning reference to a callable `void(int64_t begin, int64_t end)`; it must outlive the call it is passed to.
class RangeBody {
 public:
  template <class F, class = std::enable_if_t<!std::is_same_v<std::decay_t<F>, RangeBody>>>
  RangeBody(F&& f)  // NOLINT: implicit on purpose, callers pass lambdas
      : object_(const_cast<void*>(static_cast<const void*>(&f))), call_([](void* object, int64_t begin, int64_t end) {
          (*static_cast<std::remove_reference_t<F>*>(object))(begin, end);
        }) {}
  void operator()(int64_t begin, int64_t end) const { call_(object_, begin, end); }

 private:
  void* object_;
  void (*call_)(void*, int64_t, int64_t);
};

/// A fixed number of threads that share loops. The one way to run parallel work.
class ThreadPool {
 public:
  /// `threads` in total, the caller included; 0 means available_threads().
  explicit ThreadPool(int threads = 0);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return threads_; }

  /// Calls body(begin, end) over disjoint pieces that cover [0, n), at least `grain` long but for the last. Which
  /// thread runs which piece, and where pieces are cut, varies: results must not depend on it. Returns when all are
  /// done; the first exception is rethrown. Called from inside a body it runs in place.
  void parallel_for(int64_t n, int64_t grain, RangeBody body);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  int threads_;
};

}  // namespace undula

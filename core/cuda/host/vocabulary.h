#pragma once
#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>

#include "core/base/bf16.h"
#include "core/cuda/host/simt.h"
#include "core/cuda/kernel.h"

// core/cuda/kernel.h over the host harness.
#define UNDULA_KERNEL inline
#define UNDULA_DEVICE inline
#define UNDULA_BOUNDS(threads, blocks)
#define UNDULA_UNROLL

namespace undula::gpu {
inline namespace on_host {

using harness::Site;

inline int thread() {
  return harness::thread();
}
inline int threads() {
  return harness::threads();
}
inline int lane() {
  return thread() % kWarp;
}
inline int warp() {
  return thread() / kWarp;
}
inline int64_t block_x() {
  return harness::block(0);
}
inline int64_t block_y() {
  return harness::block(1);
}
inline int64_t block_z() {
  return harness::block(2);
}
inline int64_t blocks_x() {
  return harness::blocks(0);
}
inline int64_t blocks_y() {
  return harness::blocks(1);
}
inline int64_t blocks_z() {
  return harness::blocks(2);
}

inline void sync_block(Site site = Site::current()) {
  harness::sync_block(site);
}
inline void sync_warp(Site site = Site::current()) {
  harness::collective(harness::Collective::kSync, 0, 0, site);
}

/// A warp collective on the bits of v.
template <class T>
T exchange(harness::Collective kind, T v, int argument, Site site) {
  static_assert(sizeof(T) == 4 || sizeof(T) == 8);
  using Bits = std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>;
  return std::bit_cast<T>(static_cast<Bits>(harness::collective(kind, std::bit_cast<Bits>(v), argument, site)));
}
template <class T>
T shuffle(T v, int from, Site site = Site::current()) {
  return exchange(harness::Collective::kShuffle, v, from, site);
}
template <class T>
T shuffle_xor(T v, int mask, Site site = Site::current()) {
  return exchange(harness::Collective::kShuffleXor, v, mask, site);
}
template <class T>
T shuffle_up(T v, int n, Site site = Site::current()) {
  return exchange(harness::Collective::kShuffleUp, v, n, site);
}
template <class T>
T shuffle_down(T v, int n, Site site = Site::current()) {
  return exchange(harness::Collective::kShuffleDown, v, n, site);
}
inline uint32_t ballot(bool p, Site site = Site::current()) {
  return static_cast<uint32_t>(harness::collective(harness::Collective::kBallot, p ? 1 : 0, 0, site));
}

template <class T>
T* shared() {
  return static_cast<T*>(harness::shared_memory());
}

/// The P at an address, read as one access; the address is a multiple of P's size. Copied, because GCC 12 merges an
/// aligned access with an unaligned one of another branch into an aligned one.
template <class P>
P load_aligned(const void* from, Site site = Site::current()) {
  harness::expect_aligned(from, sizeof(P), site);
  P pack;
  std::memcpy(&pack, from, sizeof(P));
  return pack;
}
template <class P>
void store_aligned(void* to, const P& pack, Site site = Site::current()) {
  harness::expect_aligned(to, sizeof(P), site);
  std::memcpy(to, &pack, sizeof(P));
}

template <int bytes>
void copy_async(void* to, const void* from, bool read = true, Site site = Site::current()) {
  static_assert(bytes == 4 || bytes == 8 || bytes == 16);
  harness::copy_async(to, from, bytes, read, site);
}
inline void commit_copies() {
  harness::commit_copies();
}
template <int n>
void wait_copies() {
  harness::wait_copies(n);
}

inline float exp2_fast(float x) {
  return harness::exp2(x);
}
inline float log2_fast(float x) {
  return std::log2(x);
}
inline float divide_fast(float a, float b) {
  return a / b;
}

using std::abs;
using std::cos;
using std::erf;
using std::exp;
using std::expm1;
using std::floor;
using std::fma;
using std::log;
using std::log1p;
using std::pow;
using std::sin;
using std::sqrt;
using std::tanh;
inline float rsqrt(float x) {
  return 1.0F / std::sqrt(x);
}
inline double rsqrt(double x) {
  return 1.0 / std::sqrt(x);
}

inline uint32_t float_bits(float x) {
  return std::bit_cast<uint32_t>(x);
}
inline float bits_float(uint32_t x) {
  return std::bit_cast<float>(x);
}
inline uint16_t bf16_bits(float x) {
  return to_bf16(x);
}

template <class P>
void launch(const Queue& queue, const char* text, void (*kernel)(P), const Grid& grid, int threads, size_t shared_bytes,
            const std::type_identity_t<P>& params) {
  static_assert(std::is_trivially_copyable_v<P> && sizeof(P) <= 4096);
  const auto run = [text, kernel, grid, threads, shared_bytes, params] {
    harness::run(text, {grid.x, grid.y, grid.z}, threads, shared_bytes, [&] { kernel(params); });
  };
  if (queue.recording) {
    queue.recording->work.push_back(run);
  } else {
    run();
  }
}

}  // namespace on_host
}  // namespace undula::gpu

#pragma once
#include <cstddef>
#include <cstdint>

#include "core/cuda/queue.h"

// The words that kernels are written in. Under nvcc each is a leaf wrapper over CUDA (core/cuda/vocabulary.cuh); under
// a host compiler it runs on the harness of core/cuda/host/simt.h, which checks what CUDA leaves undefined. Kernels use
// nothing else, and #ifdef stays inside the wrappers. docs/cuda.md has the rules.
//
//   UNDULA_KERNEL void name(Params p)       a kernel; Params is one struct of plain data, passed by value
//   UNDULA_KERNEL UNDULA_BOUNDS(threads, blocks) void ...   with a ceiling on registers
//   UNDULA_DEVICE T name(...)               an inlined function of kernels
//   UNDULA_LAUNCH(queue, kernel, grid, threads, shared_bytes, params)   threads: a multiple of 32
//   thread() threads() lane() warp()        within the block (int); lane() = thread() % 32
//   block_x() .. block_z(), blocks_x() ..   within the grid (int64_t)
//   sync_block() sync_warp()                order memory; every thread of the block (warp) calls the same one
//   shuffle(v, lane) shuffle_xor(v, mask) shuffle_up(v, n) shuffle_down(v, n) ballot(p)
//                                           of 4 or 8 byte values, full warps only; they order no memory
//   shared<T>()                             the block's dynamic shared memory, aligned to 16 bytes
//   load_aligned<P>(from) store_aligned(to, p)   a P as one access, at a multiple of its size
//   copy_async<bytes>(shared, global)       4, 8 or 16 bytes, both sides aligned to them; not there before
//   copy_async<bytes>(shared, global, read) ... zeros where !read; global is then not touched
//   commit_copies(), wait_copies<n>()       this thread's copies but those of its latest n commits are there;
//                                           other threads see them after a barrier that follows
//   exp2_fast(x) log2_fast(x) divide_fast(a, b)   approximate (2^-22), denormals flushed
//   exp log log1p expm1 sqrt rsqrt tanh erf sin cos pow fma abs floor   float and double
//   UNDULA_UNROLL                           before a loop of a constant count
namespace undula::gpu {

/// Blocks of a launch: x below 2^31, y and z below 2^16. No blocks: nothing is launched.
struct Grid {
  int64_t x = 1, y = 1, z = 1;
};

inline constexpr int kWarp = 32;

}  // namespace undula::gpu

#ifdef __CUDACC__
#include "core/cuda/vocabulary.cuh"
#define UNDULA_GPU cuda
#else
#include "core/cuda/host/vocabulary.h"
#define UNDULA_GPU simt
#endif

#define UNDULA_LAUNCH(queue, ...) ::undula::gpu::launch(queue, #__VA_ARGS__, __VA_ARGS__)

// Kernels and the members of Ops live in undula::UNDULA_GPU, so that both builds can be in one program.
namespace undula::UNDULA_GPU {
using namespace gpu;
}

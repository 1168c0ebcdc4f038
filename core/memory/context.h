#pragma once
#include <cstdint>
#include <memory>

#include "core/base/random.h"
#include "core/base/threads.h"
#include "core/memory/arena.h"
#include "core/memory/derived.h"
#include "core/memory/save_stack.h"

namespace undula {

class DeviceBackend;
class DeviceOps;
class Matmul;

/// Where and in what to compute.
struct Compute {
  Compute(int count = 0) : threads(count) {}

  int threads;                            ///< of the host, in total; 0 = available_threads()
  std::shared_ptr<DeviceBackend> device;  ///< null: the CPU
  DType activations = DType::kF32;        ///< of layers; kBF16 on a device only
};

/// Everything a computation runs with: threads, memory, randomness, and whether it trains. There are no globals.
class Context {
 public:
  /// `threads` in total, 0 = available_threads(). `device`: what computes and whose memory is used
  /// (core/cuda/backend.h); null: the CPU.
  explicit Context(int threads = 0, uint64_t seed = 0, std::shared_ptr<DeviceBackend> device = nullptr);
  /// With `activations` bfloat16, layers compute in it; on a device.
  explicit Context(const Compute& compute, uint64_t seed = 0);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  ThreadPool& pool() { return pool_; }
  int threads() const { return pool_.threads(); }
  Arena& arena() { return arena_; }
  SaveStack& saves() { return saves_; }
  /// The matrix-product back end with its cache of packed weights (core/cpu/matmul.h).
  Matmul& matmul() { return *matmul_; }
  /// What ops keep beside parameters (core/memory/derived.h).
  Derived& derived() { return derived_; }

  /// False on the CPU; where true, `device`, `device_ops` and `memory` are there.
  bool on_device() const { return device_ != nullptr; }
  DeviceBackend& device() { return *device_; }
  DeviceOps& device_ops();
  /// What buffers are made of; null on the CPU.
  std::shared_ptr<DeviceMemory> memory() const;

  /// True while sizes are recorded: every op returns before it touches memory.
  bool planning() const { return arena_.planning(); }

  /// True while forward keeps what backward will need.
  bool saving() const { return saving_; }
  void set_saving(bool on) { saving_ = on; }

  /// Dropout and other randomness of training. `key` is folded with (step) by the trainer.
  bool training() const { return training_; }
  void set_training(bool on) { training_ = on; }
  const RandomKey& key() const { return key_; }
  void set_key(const RandomKey& key) { key_ = key; }

  /// Memory for an activation: on the saved side while saving, else scratch of the enclosing frame.
  View activation(Shape shape, DType dtype) {
    return saving_ ? arena_.saved(shape, dtype) : arena_.scratch(shape, dtype);
  }
  View scratch(Shape shape, DType dtype) { return arena_.scratch(shape, dtype); }
  /// The same values where this context computes: the view itself, or on a device a copy of it in scratch. An absent
  /// view stays absent.
  View placed(const View& host);
  /// Where this context computes what is wanted in `wanted`: the view itself or, where that is memory of the host and
  /// the context computes on a device, scratch that is to be copied there.
  View receiving(const View& wanted);

  /// What layers compute in that read and write a stream of numbers of `dtype`: bfloat16 beside an fp32 stream where
  /// that was asked for.
  DType layer_type(DType dtype) const { return half_ && dtype == DType::kF32 ? DType::kBF16 : dtype; }

 private:
  ThreadPool pool_;
  std::shared_ptr<DeviceBackend> device_;
  Arena arena_;
  SaveStack saves_;
  std::unique_ptr<Matmul> matmul_;
  Derived derived_;
  RandomKey key_;
  bool saving_ = false, training_ = false, half_ = false;
};

/// Scratch allocated inside the scope is returned at its end.
class ScratchScope {
 public:
  explicit ScratchScope(Context& ctx) : arena_(ctx.arena()), mark_(arena_.scratch_mark()) {}
  ~ScratchScope() { arena_.rewind_scratch(mark_); }
  ScratchScope(const ScratchScope&) = delete;
  ScratchScope& operator=(const ScratchScope&) = delete;

 private:
  Arena& arena_;
  size_t mark_;
};

/// First line of a module's forward: scratch goes back at its end; while saving, the matching BackwardFrame returns the
/// saved side to where it stood here.
class ForwardFrame {
 public:
  ForwardFrame(Context& ctx, const char* name) : scope_(ctx) {
    if (ctx.saving()) ctx.saves().push_frame(ctx.arena().saved_mark(), name);
  }

 private:
  ScratchScope scope_;
};

/// First line of a module's backward; `close` is its last: pops the frame and frees what forward saved.
class BackwardFrame {
 public:
  BackwardFrame(Context& ctx, const char* name) : ctx_(ctx), scope_(ctx), name_(name) {}
  void close() { ctx_.arena().rewind_saved(ctx_.saves().pop_frame(name_)); }

 private:
  Context& ctx_;
  ScratchScope scope_;
  const char* name_;
};

/// Turns saving on or off for a scope.
class SavingScope {
 public:
  SavingScope(Context& ctx, bool on) : ctx_(ctx), before_(ctx.saving()) { ctx.set_saving(on); }
  ~SavingScope() { ctx_.set_saving(before_); }
  SavingScope(const SavingScope&) = delete;
  SavingScope& operator=(const SavingScope&) = delete;

 private:
  Context& ctx_;
  bool before_;
};

}  // namespace undula

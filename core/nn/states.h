#pragma once
#include <string>
#include <vector>

#include "core/memory/context.h"

namespace undula {

/// One carried quantity of a module.
struct StateSlot {
  std::string name;
  Shape extents;  ///< without the batch axis
  DType dtype;    ///< kI32 slots (tokens, counters) carry no gradient
  int initial;    ///< value before the first position: 0, or -1 of kI32
};

/// The slots of a model, in declaration order. Modules keep the index that `add` gave them.
class StateLayout {
 public:
  /// `dtype` is that of the model: states of an fp32 model are fp32, of a float64 model float64.
  explicit StateLayout(DType dtype) : dtype_(dtype) {}
  /// A slot of numbers that starts at zero.
  int add(std::string name, Shape extents);
  /// A slot of tokens that starts at -1, "before the record".
  int add_tokens(std::string name, Shape extents);
  /// A slot of one whole number that starts at zero, (B, 1) i32.
  int add_counter(std::string name);
  const std::vector<StateSlot>& slots() const { return slots_; }
  DType dtype() const { return dtype_; }

 private:
  DType dtype_;
  std::vector<StateSlot> slots_;
};

/// Values of all slots for a batch, each (B, extents...), over memory that the caller owns.
class StateSet {
 public:
  bool present() const { return !views_.empty(); }
  const View& operator[](int slot) const { return views_[static_cast<size_t>(slot)]; }

  /// Bytes that `bind` needs for a batch.
  static size_t bytes(const StateLayout& layout, int64_t batch);
  /// Views over `memory`, which holds bytes(layout, batch) u8 and is 64-byte aligned.
  static StateSet bind(const StateLayout& layout, int64_t batch, const View& memory);
  /// Memory from the scratch side of the arena.
  static StateSet scratch(Context& ctx, const StateLayout& layout, int64_t batch);

  /// Sets every slot to its value before the first position.
  void reset(const StateLayout& layout) const;
  /// Sets every slot to zero, as gradients start.
  void zero() const;

 private:
  std::vector<View> views_;
};

/// All directional passes of a block run (StateFlow::pass).
inline constexpr int kAllPasses = -1;

/// The states a call reads and writes, and in backward their gradients. An absent set means a fresh start, or not
/// wanted.
struct StateFlow {
  StateSet in, out;
  StateSet d_out, d_in;  ///< backward: the gradient that comes in at the end, and the one that goes out at the start
  /// The only pass of a block that runs: the block gives that pass's share of its output. The shares of all passes add
  /// up to the output; the residual skip is in that of pass 0.
  int pass = kAllPasses;

  /// The view of a slot, absent where the set is, or where the module has no such slot (index -1).
  static View slot(const StateSet& set, int index) { return set.present() && index >= 0 ? set[index] : View(); }
};

}  // namespace undula

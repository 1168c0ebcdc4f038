#pragma once
#include <algorithm>
#include <cstddef>
#include <limits>

#include "core/base/buffer.h"

namespace undula {

/// One slab of memory with two ends: saved activations grow up from the bottom, scratch grows down from the top.
///
/// An arena starts in planning mode: it hands out addresses that must not be touched and records the peak. `reserve`
/// ends planning and allocates that peak once; the same calls then return real memory, at the same offsets every step.
class Arena {
 public:
  /// Plans and reserves memory of a device from now on; before the first plan.
  void set_memory(std::shared_ptr<DeviceMemory> memory) { memory_ = std::move(memory); }

  View saved(Shape shape, DType dtype);
  View scratch(Shape shape, DType dtype);

  /// Positions of the two ends. Rewinding frees everything allocated since the mark was taken.
  size_t saved_mark() const { return saved_; }
  size_t scratch_mark() const { return scratch_; }
  void rewind_saved(size_t mark) { saved_ = mark; }
  void rewind_scratch(size_t mark) { scratch_ = mark; }

  bool planning() const { return planning_; }
  /// Goes back to planning mode: frees the slab, forgets the peak.
  void plan();
  /// Ends planning: allocates the planned peak. Both ends must be empty.
  void reserve();

  /// Most bytes in use at once while planning, and since `reserve`.
  size_t planned_bytes() const { return planned_; }
  size_t high_water() const { return high_water_; }

 private:
  void note_use() {
    const size_t used = saved_ + scratch_;
    if (!planning_ && used > slab_.bytes()) exceeded(used);
    size_t& most = planning_ ? planned_ : high_water_;
    most = std::max(most, used);
  }
  [[noreturn]] void exceeded(size_t used) const;

  static constexpr size_t kAlign = 64;
  // Planning addresses: far apart and never mapped, so a kernel that runs while planning faults at once.
  static constexpr size_t kPlanBase = size_t{1} << 46;
  static constexpr size_t kPlanTop = size_t{1} << 47;

  std::shared_ptr<DeviceMemory> memory_;  // null: the host's
  Buffer slab_;
  bool planning_ = true;
  size_t saved_ = 0, scratch_ = 0;
  size_t planned_ = 0, high_water_ = 0;
};

}  // namespace undula

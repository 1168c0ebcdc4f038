#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/buffer.h"
#include "core/base/random.h"
#include "core/memory/context.h"

namespace undula::test {

/// A view with memory of its own, on the device of tests/support/devices.h where one is chosen: there it holds NaN
/// until it is written. Values are keyed by a name, so that a case has the same numbers whatever else it holds, and the
/// float64 tensor of a name holds exactly the float32 one's values.
class Tensor {
 public:
  Tensor() = default;
  Tensor(Shape shape, DType dtype);

  /// Uniform in [low, high).
  static Tensor uniform(Shape shape, DType dtype, const std::string& name, double low = -1, double high = 1);
  /// Same values, other element type.
  Tensor as(DType dtype) const;
  /// Same shape and values, but rows (all but the last axis) further apart by `padding` elements and the first element
  /// `offset` elements past an aligned address. Elements between rows hold NaN.
  Tensor spread(int64_t padding, int64_t offset) const;
  /// The same numbers, strides and gaps in memory of the host.
  Tensor on_host() const;

  const View& view() const { return view_; }
  operator const View&() const { return view_; }  // NOLINT: ops take views
  double get(int64_t flat) const;
  void set(int64_t flat, double value) const;

 private:
  /// In memory of the host or a device, all bytes zero.
  Tensor(Shape shape, DType dtype, std::shared_ptr<DeviceMemory> memory);
  /// The same bytes in other memory.
  Tensor moved_to(std::shared_ptr<DeviceMemory> memory) const;

  View view_;
  Buffer memory_;
};

/// Element `flat` (row-major) of a view on the host or a device, as float64.
double element(const View& view, int64_t flat);
void set_element(const View& view, int64_t flat, double value);

/// Rows::lengths for B rows that cycle through `lengths`; absent when there are none.
Tensor lengths_of(const std::vector<int64_t>& lengths, int64_t B);
/// Rows::resets with a mark at each (row, position); absent when there are none.
Tensor resets_of(const std::vector<std::pair<int64_t, int64_t>>& marks, int64_t B, int64_t L);

/// Whether all that lies between the rows of a view is still the NaN of Tensor::spread.
bool gaps_untouched(const View& view);
/// Largest |got - want| over largest |want|, 0 where both are empty.
double relative_difference(const View& got, const View& want);
bool same_bits(const View& a, const View& b);

/// Runs `body` as the engine does: once to plan, then for real in the memory that was planned.
template <class F>
void plan_and_run(Context& ctx, F&& body) {
  ctx.arena().plan();
  body();
  ctx.arena().reserve();
  body();
}

}  // namespace undula::test

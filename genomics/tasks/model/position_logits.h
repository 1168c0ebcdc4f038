#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/memory/context.h"
#include "core/model/runner.h"

namespace undula {

/// Logits (positions, n_outputs) of a model that answers at every position, for each of some windows of tokens that are
/// run at once. `both_strands`: their mean with those of the other strand, turned round. A window's logits do not
/// depend on the windows beside it.
std::vector<std::vector<double>> position_logits(Context& ctx, Runner& runner, int64_t n_outputs, bool both_strands,
                                                 std::span<const std::vector<uint8_t>> windows);

/// Records the sizes of position_logits() for `windows` windows of `length` while the context plans.
void plan_position_logits(Context& ctx, Runner& runner, const SequenceModel& model, int64_t windows, int64_t length);

}  // namespace undula

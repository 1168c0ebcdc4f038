#pragma once
#include "genomics/tasks/train/position_data.h"
#include "genomics/tasks/train/window_plan.h"

namespace undula {

/// Everything about the training of a model of positions that is decided before its first step.
struct PositionPlan : WindowPlan {
  double soft_mask_weight = 1;
};

/// Chooses what `options` leaves open. Throws kUsage for options that do not fit together.
PositionPlan plan_positions(const DnaTrainOptions& options, const PositionData& data,
                            const std::shared_ptr<const Pretrained>& from = nullptr);

/// The plan with the most steps that `options.minutes` hold.
PositionPlan plan_positions_for_time(DnaTrainOptions options, const PositionData& data, const StepCost& cost,
                                     const std::shared_ptr<const Pretrained>& from = nullptr);

}  // namespace undula

#pragma once
#include "core/cuda/backend.h"

namespace undula::bench {

/// Approximate powers of two a second (the scan's exponential) that the card computes from registers.
double exp_ceiling(DeviceBackend& device);

}  // namespace undula::bench

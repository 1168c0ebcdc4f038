#pragma once
#include "core/base/buffer.h"
#include "tests/bench/bench.h"

namespace undula::bench {

/// float32 in [low, high), a function of the seed.
Buffer filled(Shape shape, double low, double high, uint64_t seed);

/// Bytes per second that threads read from `bytes` of memory, each its own part.
double read_ceiling(Report& report, int threads, size_t bytes);

}  // namespace undula::bench

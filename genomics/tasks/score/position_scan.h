#pragma once
#include <cstdint>
#include <functional>
#include <span>

#include "genomics/tasks/model/position_model.h"
#include "genomics/windows/genome_interval.h"

namespace undula {

/// Gets the probabilities (positions, classes) of the positions from `begin` on, and their tokens.
using EmitPositions =
    std::function<void(int64_t begin, std::span<const float> probabilities, std::span<const uint8_t> tokens)>;

/// What a model says of every position of a part of a genome, from left to right: windows of the model's length overlap
/// by half, and each position is that of the window in whose middle half it lies. A part has the probabilities that it
/// has in its whole contig. Memory does not depend on how long it is.
void scan_positions(PositionModel& model, const IndexedFasta& reference, const GenomeInterval& part,
                    const EmitPositions& emit);

}  // namespace undula

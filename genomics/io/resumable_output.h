#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "genomics/io/record_output.h"

namespace undula {

/// How far an output got, so that it can be gone on with to the same bytes.
struct OutputSpot {
  int64_t bytes = 0;  ///< of the file: all that was written but `tail`
  std::string tail;   ///< what waits to be packed into a block

  bool is_start() const { return bytes == 0 && tail.empty(); }
};

/// How the outputs of a run are opened, in their order.
struct OutputSpots {
  bool resumable = false;
  std::vector<OutputSpot> saved;  ///< empty: none was begun

  /// Nothing: an output that cannot be gone on with.
  std::optional<OutputSpot> operator[](size_t i) const {
    if (!resumable) return std::nullopt;
    return i < saved.size() ? saved[i] : OutputSpot{};
  }
};

/// An output that can be gone on with where it was opened at a spot, be it the start.
class ResumableOutput : public RecordOutput {
 public:
  /// Makes all that was written so far survive the end of the program.
  virtual OutputSpot save() = 0;
};

}  // namespace undula

#pragma once
#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>

namespace undula {

/// Writes curves that TensorBoard shows: a file of events, each a protobuf message in a TFRecord frame. Every writer
/// makes a file of its own; TensorBoard reads all files of a folder as one run.
class TensorboardWriter {
 public:
  struct Scalar {
    std::string_view tag;  ///< "train/loss"; TensorBoard groups by what stands before the slash
    double value;
  };

  /// Makes a file in `folder`. What earlier files say about `first_step` and later steps is void from here on.
  TensorboardWriter(const std::string& folder, int64_t first_step);

  /// Appends one event, stamped with the time now. Throws kFailure where writing fails.
  void add(int64_t step, std::initializer_list<Scalar> scalars);

 private:
  void write_event(const std::string& fields);

  std::string path_;
  std::ofstream file_;
};

}  // namespace undula

#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "genomics/windows/window_reader.h"

namespace undula {

/// A record that a row is about.
struct RowRecord {
  int64_t length = 0;     ///< bases
  std::string text = {};  ///< as it stands in its file, where that is kept
};

/// What a model gives for a record, a pair of records, or a window.
struct WindowMean {
  std::string id;
  int64_t begin = 0, end = 0;      ///< the part of the record, 0-based, half-open
  std::vector<RowRecord> records;  ///< one, or the mates of a pair
  std::vector<double> values;      ///< empty: there was no base to read
  uint32_t digest = 0;             ///< CRC-32C of what was read for this row and all before it: ids, tokens, texts
};

/// Turns windows into rows of averages, in the order in which the rows were opened, whatever batches the windows are
/// run in. Memory depends on the batch, not on how long or how many the records are.
///
/// A row has members, the mates of a pair: a member's values are those of its windows, averaged with their number of
/// unambiguous bases as weights; a row's values are the mean over members that have any.
class WindowMeans {
 public:
  /// Values (windows, width) of windows of tokens.
  using Run = std::function<std::vector<double>(std::span<const std::vector<uint8_t>>)>;

  /// Windows of at most `window` bases go to `run` in multiples of `batch_size`; `emit` gets every row, in order.
  WindowMeans(Run run, int64_t window, int64_t batch_size, std::function<void(WindowMean)> emit)
      : run_(std::move(run)), window_(window), batch_size_(batch_size), emit_(std::move(emit)) {}

  /// Leaves out the first `rows` rows: they are read, but neither run nor emitted. kBadInput, before any row is
  /// emitted, where what is read for them has not this digest.
  void skip(size_t rows, uint32_t digest);
  /// Begins a row; the one before must be closed.
  void open(const std::string& id, int64_t begin = 0, int64_t end = 0);
  /// Adds a window to the open row. `valid` is how many of its tokens are unambiguous; with none it is passed over.
  void add(size_t member, std::span<const uint8_t> tokens, int64_t valid);
  /// Adds a whole sequence, a long one as the windows of genomics/windows/windows.h.
  void add_sequence(size_t member, std::span<const uint8_t> tokens);
  /// A row for a whole sequence or, with `per_window`, one for each of its windows; at least one.
  void add_record(const std::string& id, std::span<const uint8_t> tokens, bool per_window);
  /// The same for the record that `windows` stands on, in constant memory.
  void add_record(const std::string& id, WindowReader& windows, bool per_window);
  /// Says what the open row's record, or its mate number `member`, is.
  void describe(size_t member, RowRecord record);
  /// The id of the open row; empty where none is open.
  std::string open_id() const { return rows_.empty() || !rows_.back().open ? "" : rows_.back().mean.id; }
  /// The open row, if there is one, is complete.
  void close();
  /// True while rows are left out.
  bool skipping() const { return emitted_ < skip_; }
  /// Runs what is waiting and emits every closed row.
  void finish() { run_windows(); }

 private:
  struct Member {
    std::vector<double> sums;  // of weight * values
    double weight = 0;
  };
  struct Row {
    WindowMean mean;
    std::vector<Member> members;
    int64_t waiting = 0;  // windows that have not been run
    bool open = true;
    bool skipped = false;
  };
  struct Pending {
    size_t row, member;  // row counts from the first that was ever opened
    double weight;
  };

  void run_windows();
  void emit_ready();
  void check_skipped(const Row& last) const;
  static std::vector<double> mean(const Row& row);

  Run run_;
  int64_t window_, batch_size_;
  std::function<void(WindowMean)> emit_;
  std::deque<Row> rows_;
  size_t emitted_ = 0;  // or skipped
  size_t skip_ = 0;
  uint32_t digest_ = 0, skipped_digest_ = 0;
  std::vector<std::vector<uint8_t>> windows_;
  std::vector<Pending> pending_;
};

}  // namespace undula

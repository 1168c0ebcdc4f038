#pragma once
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "genomics/tasks/classifier.h"

namespace undula {

inline constexpr const char* kUnclassified = "unclassified";  ///< the label of a call without a class

/// What a classifier says about one record, pair of records, or window.
struct Call {
  std::string id;
  int64_t begin = 0, end = 0;        ///< the part of the record, 0-based, half-open
  std::vector<float> probabilities;  ///< one per class; empty: unclassified, there was no base to read

  /// Index of the most probable class, the first of equals; -1 when unclassified.
  int64_t best() const;
};

/// Turns windows into calls, in the order in which the calls were opened, whatever batches the windows are run in.
/// Memory depends on the batch, not on how long or how many the records are.
///
/// A call has members, the mates of a pair: a member's logits are those of its windows, averaged with their number of
/// unambiguous bases as weights; a call's logits are the mean over members that have any.
class CallStream {
 public:
  /// `emit` gets every call, in order.
  CallStream(Classifier& classifier, std::function<void(const Call&)> emit)
      : classifier_(classifier), emit_(std::move(emit)) {}

  /// Begins a call; the one before must be closed.
  void open(const std::string& id, int64_t begin = 0, int64_t end = 0);
  /// Adds a window to the open call. `valid` is how many of its tokens are unambiguous; with none it is passed over.
  void add(size_t member, std::span<const uint8_t> tokens, int64_t valid);
  /// Adds a whole sequence, a long one as the windows of genomics/windows/windows.h.
  void add_sequence(size_t member, std::span<const uint8_t> tokens);
  /// The id of the open call; empty where none is open.
  std::string open_id() const { return rows_.empty() || !rows_.back().open ? "" : rows_.back().call.id; }
  /// The open call, if there is one, is complete.
  void close() {
    if (!rows_.empty()) rows_.back().open = false;
  }
  /// Runs what is waiting and emits every closed call.
  void finish();

 private:
  struct Member {
    std::vector<double> logits;  // sum of weight * logits
    double weight = 0;
  };
  struct Row {
    Call call;
    std::vector<Member> members;
    int64_t waiting = 0;  // windows that have not been run
    bool open = true;
  };
  struct Pending {
    size_t row, member;  // row counts from the first that was ever opened
    double weight;
  };

  void run_windows();
  void emit_ready();
  std::vector<float> probabilities(const Row& row) const;

  Classifier& classifier_;
  std::function<void(const Call&)> emit_;
  std::deque<Row> rows_;
  size_t emitted_ = 0;
  std::vector<std::vector<uint8_t>> windows_;
  std::vector<Pending> pending_;
};

}  // namespace undula

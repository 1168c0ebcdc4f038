#pragma once
#include <cstddef>
#include <vector>

#include "core/base/view.h"

namespace undula {

/// What backward needs from forward: a LIFO of views. Forward pushes, backward pops in mirrored order under the same
/// names (a mismatch is a bug in a module and throws). Frames remember where the arena stood when a module began.
class SaveStack {
 public:
  void push(const View& view, const char* name) { entries_.push_back({view, 0, name}); }
  View pop(const char* name);
  void push_frame(size_t mark, const char* name) { entries_.push_back({View(), mark, name}); }
  size_t pop_frame(const char* name);
  bool empty() const { return entries_.empty(); }
  void clear() { entries_.clear(); }

 private:
  struct Entry {
    View view;
    size_t mark;
    const char* name;
  };
  Entry take(const char* name);

  std::vector<Entry> entries_;
};

}  // namespace undula

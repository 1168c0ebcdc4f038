#pragma once
#include <string>

#include "core/base/random.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tasks/labelled/labelled_data.h"
#include "tests/support/temp_folder.h"

namespace undula::testing {

/// Random bases, G and C with the chance `gc`.
inline std::string random_bases(size_t n, uint64_t seed, double gc = 0.5) {
  std::string text;
  const RandomKey key(seed);
  for (size_t i = 0; i < n; ++i) {
    const bool strong = key.uniform(2 * i) < gc;
    text += (strong ? "GC" : "AT")[key.below(2 * i + 1, 2)];
  }
  return text;
}

inline std::string reversed(std::string text) {
  reverse_complement(std::span<char>(text));
  return text;
}

/// A table with splits, to plant things in.
class PlantedTable {
 public:
  explicit PlantedTable(const std::string& header = "sequence,label,split") : text_(header + "\n") {}

  void add(const std::string& sequence, const std::string& label, const std::string& split) {
    text_ += sequence + "," + label + "," + split + "\n";
  }
  /// `n` random sequences of 100 bases in each split, the two classes in turn.
  void add_random(int n) {
    for (const char* split : {"train", "valid", "test"}) {
      for (int i = 0; i < n; ++i) add(random_bases(100, next_++), i % 2 == 0 ? "no" : "yes", split);
    }
  }
  LabelledData load() const {
    LabelledDataOptions options;
    options.inputs = {folder_.write("data.csv", text_)};
    options.contradictions_allowed = true;
    return load_labelled_data(options);
  }
  const TempFolder& folder() const { return folder_; }

 private:
  TempFolder folder_;
  std::string text_;
  uint64_t next_ = 1000;
};

}  // namespace undula::testing

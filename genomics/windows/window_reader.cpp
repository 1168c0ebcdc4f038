#include "genomics/windows/window_reader.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {

WindowReader::WindowReader(SequenceReader& reader, int64_t size)
    : reader_(reader), size_(size), text_(static_cast<size_t>(std::max<int64_t>(size, 0)), '\0') {
  require(size > 0, "WindowReader", "a window needs at least one base");
}

bool WindowReader::begin_record(RecordHeader& header) {
  length_ = 0;
  current_.clear();
  done_ = !reader_.begin_record(header);
  return !done_;
}

bool WindowReader::next(RecordWindow& window) {
  if (done_) return false;
  const int64_t read = reader_.read_bases(text_.data(), size_);
  done_ = read < size_;
  if (read == 0) return false;
  std::swap(previous_, current_);
  const int64_t begin = length_;
  length_ += read;
  current_.resize(static_cast<size_t>(read));
  tokenize({text_.data(), static_cast<size_t>(read)}, current_);
  // The last window reaches back into the one before.
  if (read < size_ && begin > 0) current_.insert(current_.begin(), previous_.begin() + read, previous_.end());
  window.window = {length_ - static_cast<int64_t>(current_.size()), length_};
  window.tokens = current_;
  window.valid = count_valid(current_);
  return true;
}

}  // namespace undula

#include "genomics/io/bedgraph_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace undula {
namespace {

template <class Number>
void append_number(std::string& line, Number value) {
  std::array<char, 32> text{};
  line.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

}  // namespace

BedGraphWriter::BedGraphWriter(const std::string& path, std::vector<TrackContig> contigs)
    : text_(path), contigs_(std::move(contigs)) {}

void BedGraphWriter::write(int32_t contig, int64_t begin, int64_t span, std::span<const float> values) {
  const int64_t length = contigs_[static_cast<size_t>(contig)].length;
  for (const float value : values) {
    const int64_t end = std::min(begin + span, length);
    if (!std::isnan(value)) add(contig, begin, end, value);
    begin = end;
  }
}

void BedGraphWriter::commit() {
  end_run();
  text_.commit();
}

void BedGraphWriter::add(int32_t contig, int64_t begin, int64_t end, float value) {
  if (contig != contig_ || begin != end_ || value != value_) {
    end_run();
    contig_ = contig;
    begin_ = begin;
    value_ = value;
  }
  end_ = end;
}

void BedGraphWriter::end_run() {
  if (contig_ < 0) return;
  line_ = contigs_[static_cast<size_t>(contig_)].name;
  for (const int64_t position : {begin_, end_}) append_number(line_ += '\t', position);
  append_number(line_ += '\t', value_);
  text_.write(line_ += '\n');
  contig_ = -1;
}

}  // namespace undula

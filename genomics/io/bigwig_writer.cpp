#include "genomics/io/bigwig_writer.h"

#define NOCURL  // its header needs curl's otherwise; only local files are written
#include <bigWig.h>
extern "C" {
#include <bwCommon.h>
}

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "genomics/io/bigwig_zoom.h"

namespace undula {
namespace {

constexpr size_t kBlock = 8000;  // values: less than fit libBigWig's buffer, so that it never splits them

}  // namespace

struct BigWigWriter::Impl {
  AtomicFile file;
  std::vector<TrackContig> contigs;
  std::vector<uint32_t> lengths;
  bigWigFile_t* out = nullptr;
  BigWigZoom zoom;
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
  // Values that follow each other, not yet handed on.
  int32_t contig = -1;
  int64_t begin = 0, span = 0;
  std::vector<float> run;

  Impl(const std::string& path, std::vector<TrackContig> on) : file(path), contigs(std::move(on)) {
    if (file.place().empty())
      throw Error(ErrorKind::kUsage, "bigWig is not written in one go, so it needs a file", file.name(),
                  "--track FILE.bw, or bedGraph: --track FILE.bedgraph");
    std::vector<const char*> names;
    for (const TrackContig& one : contigs) {
      if (one.length > std::numeric_limits<uint32_t>::max())
        throw Error(ErrorKind::kUsage, "contig '" + one.name + "' is longer than bigWig can say", file.name(),
                    "bedGraph: --track FILE.bedgraph.gz");
      names.push_back(one.name.c_str());
      lengths.push_back(static_cast<uint32_t>(one.length));
    }
    errno = 0;
    out = bwOpen(file.place().c_str(), nullptr, "w");
    check(out != nullptr && bwCreateHdr(out, BigWigZoom::kLevels) == 0);
    out->cl = bwCreateChromList(names.data(), lengths.data(), static_cast<int64_t>(names.size()));
    check(out->cl != nullptr && bwWriteHdr(out) == 0);
  }

  ~Impl() { close(); }

  void close() {
    if (out == nullptr) return;
    out->isWrite = 0;  // else it would finish the file and print where that fails
    bwClose(std::exchange(out, nullptr));
  }

  void check(bool good) const {
    if (good) return;
    const std::string reason = errno != 0 ? std::string(": ") + std::strerror(errno) : "";
    throw Error(ErrorKind::kFailure, "cannot write '" + file.name() + "'" + reason, file.name(),
                errno == ENOSPC ? "free some space, or write elsewhere" : "");
  }

  void add(int32_t to, int64_t at, int64_t width, float value) {
    const bool follows = to == contig && width == span && at == begin + span * static_cast<int64_t>(run.size());
    if (!follows || run.size() == kBlock) {
      end_run();
      contig = to;
      begin = at;
      span = width;
    }
    run.push_back(value);
    lowest = std::min<double>(lowest, value);
    highest = std::max<double>(highest, value);
    zoom.add(static_cast<uint32_t>(to), static_cast<uint32_t>(at), static_cast<uint32_t>(at + width), value);
  }

  void end_run() {
    if (run.empty()) return;
    const auto width = static_cast<uint32_t>(span);
    errno = 0;
    check(bwAddIntervalSpanSteps(out, contigs[static_cast<size_t>(contig)].name.c_str(), static_cast<uint32_t>(begin),
                                 width, width, run.data(), static_cast<uint32_t>(run.size())) == 0);
    run.clear();
  }

  void finish() {
    end_run();
    // libBigWig's own extremes start from numbers that not every track passes.
    out->hdr->minVal = lowest;
    out->hdr->maxVal = highest;
    out->hdr->nLevels = 0;  // it makes none then
    errno = 0;
    std::FILE* stream = out->URL->x.fp;
    check(bwFinalize(out) == 0 && zoom.write(stream, lengths) && std::fflush(stream) == 0 && std::ferror(stream) == 0);
    close();
  }
};

BigWigWriter::BigWigWriter(const std::string& path, std::vector<TrackContig> contigs)
    : impl_(std::make_unique<Impl>(path, std::move(contigs))) {}

BigWigWriter::~BigWigWriter() = default;

void BigWigWriter::write(int32_t contig, int64_t begin, int64_t span, std::span<const float> values) {
  const int64_t length = impl_->contigs[static_cast<size_t>(contig)].length;
  for (const float value : values) {
    const int64_t end = std::min(begin + span, length);
    if (!std::isnan(value)) impl_->add(contig, begin, end - begin, value);
    begin = end;
  }
}

void BigWigWriter::commit() {
  impl_->finish();
  impl_->file.commit();
}

}  // namespace undula

#pragma once
#include <algorithm>

#include "core/ops/row_walk.h"
#include "core/ops/selective_scan.h"
#include "core/ops/selective_scan_kernels.h"

// How the fp32 scan cuts its work into tasks. Cuts depend on a row's length and on E only, never on threads or on other
// rows: the bits of a row are its own.
namespace undula::cpu {

/// Channels cut into groups: about four, within limits of width.
struct ChannelGroups {
  ChannelGroups(int64_t channels, int64_t narrowest, int64_t widest)
      : E(channels), width(std::clamp(padded_channels(ceil_div(E, 4)), narrowest, widest)), count(ceil_div(E, width)) {}

  int64_t E, width, count;
};

/// The steps of a row cut into segments. Only a row without other parallel work is cut, and only a long one: all but
/// one of its segments are walked twice, once for their summaries. One with complex A stays whole: over thousands of
/// steps the sum of dt gives the decay to fp32, but not the angle.
struct Segments {
  static constexpr int64_t kShortest = 4096, kMost = 8;

  Segments(int64_t row_length, const ChannelGroups& groups, bool whole)
      : length(row_length),
        count(groups.count > 1 || whole ? 1 : std::clamp<int64_t>(length / kShortest, 1, kMost)),
        steps(ceil_div(ceil_div(length, count), kScanChunk) * kScanChunk) {}

  int64_t begin(int64_t segment) const { return std::min(segment * steps, length); }

  int64_t length, count, steps;
};

/// What one task works on.
struct Cut {
  RowWalk walk;
  int64_t segment, begin, end;  ///< steps
  bool last;                    ///< the row's last segment
  int64_t group, channel, channels;
};

/// The shared part of the four entry points: extents, cuts, folded A and one working state per (row, segment, channel).
class ScanWork {
 public:
  /// Plans its scratch in the caller's scope. `split`: long rows may be cut.
  ScanWork(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ChannelGroups& groups,
           bool split);

  /// Call once memory is real: folds the parameters unless that was done before.
  void begin();
  /// Runs f(cut) for every (row, segment, group), in parallel.
  template <class F>
  void for_each_cut(F&& f) const {
    ctx_.pool().parallel_for(B * segments.count * groups.count, 1, [&](int64_t first, int64_t last) {
      for (int64_t i = first; i < last; ++i) run_cut(i, f);
    });
  }
  /// Runs f(row, channel, channels) for every (row, group), in parallel.
  template <class F>
  void for_each_group(F&& f) const {
    ctx_.pool().parallel_for(B * groups.count, 1, [&](int64_t first, int64_t last) {
      for (int64_t i = first; i < last; ++i) {
        const int64_t channel = i % groups.count * groups.width;
        f(i / groups.count, channel, std::min(groups.width, E - channel));
      }
    });
  }
  Segments row_segments(int64_t b) const { return Segments(rows_.length(b, L), groups, whole_); }

  /// Fills what every kernel reads; `state` is the working state.
  void fill(ScanTask& task, const Cut& cut, float* state) const;

  float* state(int64_t b, int64_t segment, int64_t channel) const {
    return state_.as<float>() + ((b * segments.count + segment) * padded + channel) * N;
  }
  float* sum_dt(int64_t b, int64_t segment, int64_t channel) const {
    return sum_dt_.as<float>() + (b * segments.count + segment) * padded + channel;
  }
  /// to += exp(A sum_dt) from, over `channels` channels from `channel` on.
  void carry(const float* from, const float* sum_dt, int64_t channel, int64_t channels, float* to) const;

  const int64_t B, L, E, N, padded;
  const ChannelGroups groups;
  const Segments segments;  ///< of a full row: no row has more

 private:
  template <class F>
  void run_cut(int64_t i, F&& f) const {
    const int64_t group = i % groups.count, segment = i / groups.count % segments.count;
    const RowWalk walk(rows_, direction_, i / groups.count / segments.count, L);
    const Segments cuts(walk.length, groups, whole_);
    if (segment >= cuts.count) return;
    const int64_t channel = group * groups.width;
    f(Cut{walk, segment, cuts.begin(segment), cuts.begin(segment + 1), segment + 1 == cuts.count, group, channel,
          std::min(groups.width, E - channel)});
  }

  Context& ctx_;
  const ScanIn& in_;
  const Rows& rows_;
  Direction direction_;
  bool whole_;  ///< rows are not cut over time
  View state_, sum_dt_;
  /// A log2(e) in blocks of (N, lanes), D and dt_bias, each padded to whole blocks of channels.
  float* folded_;
  bool stale_ = true;
};

/// Channels of row b of a (B, N, E) view, absent: zeros, to and from the kernels' blocks of (N, lanes).
void pack_state(const View& state, int64_t b, int64_t channel, int64_t channels, int64_t N, float* blocks);
void unpack_state(const float* blocks, int64_t b, int64_t channel, int64_t channels, int64_t N, const View& state);

/// Zeroes channels [channel, channel + channels) of a row beyond its length. Absent view: nothing to do.
void clear_padding(const View& view, const RowWalk& walk, int64_t channel, int64_t channels);

}  // namespace undula::cpu

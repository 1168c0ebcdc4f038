#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/nn/feed_forward.h"
#include "core/nn/s4d_mixer.h"
#include "core/ops/pool.h"

namespace undula {

enum class StemKind : uint8_t { kToken, kKmer, kConv, kFilters, kLogMel };
/// "token", "kmer", "conv", "filters", "log-mel".
std::string name_of(StemKind stem);
/// The stem of this name. Throws kUsage for another one.
StemKind stem_named(const std::string& name);
/// True for a stem that reads real-valued samples, not tokens.
constexpr bool reads_samples(StemKind stem) {
  return stem == StemKind::kFilters || stem == StemKind::kLogMel;
}

/// kMambaComplex: Mamba with complex A, its d_state counting real numbers, two to a state.
enum class MixerKind : uint8_t { kMamba, kMambaComplex, kS4d };
/// "mamba", "mamba-complex", "s4d".
std::string name_of(MixerKind mixer);
/// The mixer of this name. Throws kUsage for another one, with the nearest.
MixerKind mixer_named(const std::string& name);
/// How a model treats the two strands of a record.
///   kSingle      reads one. Averaging its logits over a record and its reverse complement is Caduceus-Ph.
///   kPs          reverse-complement equivariant: the same weights read both strands, and the head sums them
///                (Caduceus-PS, Schiff et al. 2024, section 3.2; parameter sharing).
///   kPsExchange  the same with the strands exchanged before every block, as in the published Caduceus-PS weights.
enum class Strands : uint8_t { kSingle, kPs, kPsExchange };

/// kClass: one label a record. The others answer at every position: kNextToken the token that comes after it (causal
/// stacks), kMaskedToken the token that stands there, kPosition a label.
enum class HeadKind : uint8_t { kClass, kNextToken, kMaskedToken, kPosition };

constexpr bool per_position(HeadKind head) {
  return head != HeadKind::kClass;
}

/// Everything that fixes a model's tensors and what they compute. Stored in the model file as "model.*" strings.
struct ModelConfig {
  StemKind stem = StemKind::kKmer;
  int64_t vocab = 6;    ///< token stem and conv stem: number of tokens
  int64_t letters = 4;  ///< k-mer stem: tokens below this are letters, others are ambiguous
  int64_t kmer = 4;
  int64_t stride = 1;  ///< k-mer stem: neighbours averaged into one position; stems of samples: samples of a position
  int64_t conv_width = 9;
  // Stems of samples (nn/filter_stem.h).
  int64_t rate = 0;         ///< samples a second
  int64_t bands = 0;        ///< filters
  int64_t frame_width = 0;  ///< samples that a filter sees
  int64_t frame_pool = 1;   ///< frames averaged into one position

  MixerKind mixer = MixerKind::kMamba;
  bool bidirectional = false;
  int64_t d_model = 64;
  int64_t n_layer = 2;
  int64_t d_state = 16;
  int64_t expand = 2;
  int64_t d_conv = 4;
  int64_t dt_rank = 0;     ///< 0: ceil(d_model / 16)
  int64_t s4d_state = 64;  ///< s4d: N of its channels, even; Mamba's is d_state
  FrequencyInit s4d_init = FrequencyInit::kLin;
  double dropout = 0;
  FeedForwardKind feed_forward = FeedForwardKind::kNone;  ///< of the layer that follows each mixer
  int64_t ff_expand = 2;

  /// Frames that each pool of a U-Net puts together, the outermost first; empty: no U-Net, all blocks in a row. With
  /// pools, n_layer counts the blocks of each modelling part: centre, way up, and way down where there is one.
  std::vector<int64_t> pools;
  int64_t pool_expand = 2;              ///< how much wider the frames below a pool are
  bool down_blocks = true;              ///< blocks on the way down too; false: on the way up only
  std::vector<MixerKind> stage_mixers;  ///< of each stage, the outermost first; empty: `mixer` everywhere

  HeadKind head = HeadKind::kClass;
  Pooling pooling = Pooling::kMean;
  Strands strands = Strands::kSingle;
  std::vector<int64_t> complement;  ///< of each token, on the other strand; tokens beyond the list: themselves
  bool tied_head = false;           ///< a head that predicts tokens shares the token stem's table
  int64_t n_outputs = 2;            ///< classes, or tokens that can be predicted

  int64_t stages() const { return static_cast<int64_t>(pools.size()) + 1; }
  /// Whether a block of the model has this mixer.
  bool uses(MixerKind kind) const {
    return stage_mixers.empty() ? mixer == kind
                                : std::find(stage_mixers.begin(), stage_mixers.end(), kind) != stage_mixers.end();
  }
  /// Blocks of the whole model.
  int64_t blocks() const { return n_layer * (pools.empty() ? 1 : (down_blocks ? 2 : 1) * (stages() - 1) + 1); }

  std::map<std::string, std::string> to_metadata() const;
  /// Throws kBadInput naming the field when one is missing, malformed or out of range, or when two do not fit together.
  static ModelConfig from_metadata(const std::map<std::string, std::string>& metadata);
  /// Throws kUsage when a field is out of range, or when two do not fit together: a head that answers at every position
  /// needs stride 1, and one that predicts the next token a causal stack.
  void validate() const;
};

}  // namespace undula

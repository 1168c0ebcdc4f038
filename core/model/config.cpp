#include "core/model/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <string_view>

#include "core/base/error.h"
#include "core/base/suggest.h"

namespace undula {
namespace {

template <class Enum, size_t n>
using Names = std::array<std::pair<Enum, std::string_view>, n>;

constexpr Names<StemKind, 5> kStems = {{{StemKind::kToken, "token"},
                                        {StemKind::kKmer, "kmer"},
                                        {StemKind::kConv, "conv"},
                                        {StemKind::kFilters, "filters"},
                                        {StemKind::kLogMel, "log-mel"}}};
constexpr Names<MixerKind, 3> kMixers = {
    {{MixerKind::kMamba, "mamba"}, {MixerKind::kMambaComplex, "mamba_complex"}, {MixerKind::kS4d, "s4d"}}};
constexpr Names<FeedForwardKind, 3> kFeedForwards = {
    {{FeedForwardKind::kNone, "none"}, {FeedForwardKind::kMlp, "mlp"}, {FeedForwardKind::kGlu, "glu"}}};
constexpr Names<FrequencyInit, 2> kFrequencies = {{{FrequencyInit::kLin, "lin"}, {FrequencyInit::kInv, "inv"}}};
constexpr Names<HeadKind, 4> kHeads = {{{HeadKind::kClass, "class"},
                                        {HeadKind::kNextToken, "next_token"},
                                        {HeadKind::kMaskedToken, "masked_token"},
                                        {HeadKind::kPosition, "position"}}};
constexpr Names<Strands, 3> kStrands = {
    {{Strands::kSingle, "single"}, {Strands::kPs, "ps"}, {Strands::kPsExchange, "ps_exchange"}}};
constexpr Names<Pooling, 3> kPoolings = {{{Pooling::kMean, "mean"}, {Pooling::kLast, "last"}, {Pooling::kMax, "max"}}};

/// Visits every field with its name and, for integers, its range. One list serves writing, reading and checking.
template <class Config, class Visitor>
void visit(Config& config, Visitor&& visitor) {
  visitor.choice("stem", config.stem, kStems);
  visitor.integer("vocab", config.vocab, 1, 256);
  visitor.integer("letters", config.letters, 1, 256);
  visitor.integer("kmer", config.kmer, 1, 12);
  visitor.integer("stride", config.stride, 1, 65536);
  visitor.integer("conv_width", config.conv_width, 1, 256);
  visitor.choice("mixer", config.mixer, kMixers);
  visitor.boolean("bidirectional", config.bidirectional);
  visitor.integer("d_model", config.d_model, 1, 16384);
  visitor.integer("n_layer", config.n_layer, 1, 1024);
  visitor.integer("d_state", config.d_state, 1, 4096);
  visitor.integer("expand", config.expand, 1, 64);
  visitor.integer("d_conv", config.d_conv, 1, 256);
  visitor.integer("dt_rank", config.dt_rank, 0, 16384);
  visitor.fraction("dropout", config.dropout);
  visitor.choice("head", config.head, kHeads);
  visitor.choice("pooling", config.pooling, kPoolings);
  visitor.integer("n_outputs", config.n_outputs, 1, 65536);
  if (reads_samples(config.stem)) {
    visitor.integer("rate", config.rate, 1, 1'000'000'000);
    visitor.integer("bands", config.bands, 1, 4096);
    visitor.integer("frame_width", config.frame_width, 2, 65536);
    visitor.integer("frame_pool", config.frame_pool, 1, 1024);
  }
  // Files from before these fields mean the defaults.
  if (visitor.has("strands")) visitor.choice("strands", config.strands, kStrands);
  if (visitor.has("complement")) visitor.integers("complement", config.complement);
  if (visitor.has("tied_head")) visitor.boolean("tied_head", config.tied_head);
  // These are there where they mean something.
  if (visitor.has("feed_forward", config.feed_forward != FeedForwardKind::kNone)) {
    visitor.choice("feed_forward", config.feed_forward, kFeedForwards);
    visitor.integer("ff_expand", config.ff_expand, 1, 64);
  }
  if (visitor.has("pools", !config.pools.empty())) {
    visitor.integers("pools", config.pools);
    visitor.integer("pool_expand", config.pool_expand, 1, 16);
    visitor.boolean("down_blocks", config.down_blocks);
    if (visitor.has("stage_mixers", !config.stage_mixers.empty()))
      visitor.choices("stage_mixers", config.stage_mixers, kMixers);
  }
  if (visitor.has("s4d_state", config.uses(MixerKind::kS4d))) {
    visitor.integer("s4d_state", config.s4d_state, 2, 4096);
    visitor.choice("s4d_init", config.s4d_init, kFrequencies);
  }
}

struct Writer {
  std::map<std::string, std::string>& out;

  bool has(const char*, bool matters = true) const { return matters; }
  template <class Enum, size_t n>
  void choice(const char* name, Enum value, const Names<Enum, n>& names) {
    for (const auto& [candidate, text] : names) {
      if (candidate == value) out[std::string("model.") + name] = text;
    }
  }
  void integer(const char* name, int64_t value, int64_t, int64_t) {
    out[std::string("model.") + name] = std::to_string(value);
  }
  template <class Enum, size_t n>
  void choices(const char* name, const std::vector<Enum>& values, const Names<Enum, n>& names) {
    std::string all;
    for (const Enum value : values) {
      choice(name, value, names);
      all += (all.empty() ? "" : ",") + out[std::string("model.") + name];
    }
    out[std::string("model.") + name] = all;
  }
  void integers(const char* name, const std::vector<int64_t>& values) {
    if (values.empty()) return;
    std::string text;
    for (const int64_t value : values) text += (text.empty() ? "" : ",") + std::to_string(value);
    out[std::string("model.") + name] = text;
  }
  void boolean(const char* name, bool value) { out[std::string("model.") + name] = value ? "true" : "false"; }
  void fraction(const char* name, double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out[std::string("model.") + name] = std::string(text.data(), end);
  }
};

struct Reader {
  const std::map<std::string, std::string>& in;

  bool has(const char* name, bool = true) const { return in.count(std::string("model.") + name) > 0; }
  const std::string& text(const char* name) const {
    const auto found = in.find(std::string("model.") + name);
    if (found == in.end())
      throw Error(ErrorKind::kBadInput, std::string("the model file lacks the field model.") + name);
    return found->second;
  }
  [[noreturn]] void bad(const char* name) const {
    throw Error(ErrorKind::kBadInput,
                std::string("field model.") + name + " of the model file: '" + text(name) + "' is not valid");
  }
  template <class Enum, size_t n>
  Enum named(const char* name, std::string_view spelled, const Names<Enum, n>& names) const {
    for (const auto& [candidate, text] : names) {
      if (text == spelled) return candidate;
    }
    bad(name);
  }
  template <class Enum, size_t n>
  void choice(const char* name, Enum& value, const Names<Enum, n>& names) {
    value = named(name, text(name), names);
  }
  template <class Enum, size_t n>
  void choices(const char* name, std::vector<Enum>& values, const Names<Enum, n>& names) {
    std::istringstream stream(text(name));
    values.clear();
    for (std::string part; std::getline(stream, part, ',');) values.push_back(named(name, part, names));
  }
  template <class Number>
  void number(const char* name, Number& value) {
    const std::string& t = text(name);
    const auto result = std::from_chars(t.data(), t.data() + t.size(), value);
    if (result.ec != std::errc() || result.ptr != t.data() + t.size()) bad(name);
  }
  void integer(const char* name, int64_t& value, int64_t low, int64_t high) {
    number(name, value);
    if (value < low || value > high) bad(name);
  }
  void integers(const char* name, std::vector<int64_t>& values) {
    std::istringstream stream(text(name));
    values.clear();
    for (std::string part; std::getline(stream, part, ',');) {
      int64_t value = 0;
      const auto result = std::from_chars(part.data(), part.data() + part.size(), value);
      if (result.ec != std::errc() || result.ptr != part.data() + part.size()) bad(name);
      values.push_back(value);
    }
  }
  void boolean(const char* name, bool& value) {
    if (text(name) != "true" && text(name) != "false") bad(name);
    value = text(name) == "true";
  }
  void fraction(const char* name, double& value) {
    number(name, value);
    if (!(value >= 0 && value < 1)) bad(name);
  }
};

struct Checker {
  bool has(const char*, bool = true) const { return true; }
  template <class Enum, size_t n>
  void choice(const char*, Enum, const Names<Enum, n>&) {}
  template <class Enum, size_t n>
  void choices(const char*, const std::vector<Enum>&, const Names<Enum, n>&) {}
  void integer(const char* name, int64_t value, int64_t low, int64_t high) {
    if (value >= low && value <= high) return;
    throw Error(ErrorKind::kUsage, std::string(name) + " is out of range; got " + std::to_string(value) + ", want " +
                                       std::to_string(low) + " to " + std::to_string(high));
  }
  void integers(const char*, const std::vector<int64_t>&) {}
  void boolean(const char*, bool) {}
  void fraction(const char* name, double value) {
    if (!(value >= 0 && value < 1))
      throw Error(ErrorKind::kUsage, std::string(name) + " is out of range; want 0 <= x < 1");
  }
};

/// Why the fields of a reverse-complement-equivariant model do not fit together; empty where they do.
std::string strands_misfit(const ModelConfig& config) {
  for (size_t token = 0; token < config.complement.size(); ++token) {
    const int64_t other = config.complement[token];
    const bool fits = other >= 0 && other < static_cast<int64_t>(config.complement.size());
    if (!fits || config.complement[static_cast<size_t>(other)] != static_cast<int64_t>(token))
      return "complement pairs each token with one other or itself; token " + std::to_string(token) + " is not paired";
  }
  const bool labels = config.head == HeadKind::kClass || config.head == HeadKind::kPosition;
  if (static_cast<int64_t>(config.complement.size()) > (labels ? 256 : std::min<int64_t>(256, config.n_outputs)))
    return "complement lists more tokens than there are";
  if (config.strands != Strands::kSingle && config.complement.empty())
    return "a model of both strands needs the complement of each token";
  if (config.strands != Strands::kSingle && config.pooling == Pooling::kLast)
    return "a model of both strands pools by mean or max: the last position of one strand is the other's first";
  if (config.tied_head && (labels || config.stem != StemKind::kToken || config.vocab != config.n_outputs))
    return "a tied head needs the token stem, and predicts its vocabulary";
  return "";
}

/// Why the fields of a U-Net do not fit together; empty where they do.
std::string unet_misfit(const ModelConfig& config) {
  constexpr int64_t kMostStages = 8, kMostFrames = 65536, kWidest = 65536, kMostBlocks = 1024;
  if (config.pools.empty()) return config.stage_mixers.empty() ? "" : "stage mixers need pools";
  if (config.stages() > kMostStages)
    return "a U-Net has at most " + std::to_string(kMostStages - 1) + " pools; got " +
           std::to_string(config.pools.size());
  int64_t frames = 1, width = config.d_model;
  for (const int64_t pool : config.pools) {
    if (pool < 2 || pool > kMostFrames) return "a pool takes 2 frames or more; got " + std::to_string(pool);
    frames *= pool;
    width *= config.pool_expand;
    if (frames > kMostFrames) return "the pools take more than " + std::to_string(kMostFrames) + " frames together";
    if (width > kWidest) return "the innermost stage is wider than " + std::to_string(kWidest);
  }
  if (config.blocks() > kMostBlocks)
    return "a U-Net has at most " + std::to_string(kMostBlocks) + " blocks; got " + std::to_string(config.blocks());
  if (!config.stage_mixers.empty() && static_cast<int64_t>(config.stage_mixers.size()) != config.stages())
    return "one mixer for each of " + std::to_string(config.stages()) + " stages; got " +
           std::to_string(config.stage_mixers.size());
  if (config.bidirectional) return "a U-Net's blocks are causal; got bidirectional ones";
  if (config.strands != Strands::kSingle) return "a U-Net reads one strand";
  return "";
}

/// Why the fields do not fit together; empty where they do.
std::string misfit(const ModelConfig& config) {
  const bool samples = reads_samples(config.stem);
  if (samples && (config.stride % config.frame_pool != 0 || config.frame_width < config.stride / config.frame_pool))
    return "frames of " + std::to_string(config.frame_width) + " samples, " + std::to_string(config.frame_pool) +
           " in a stride of " + std::to_string(config.stride) + ", leave samples out or do not fill it";
  if (samples && config.strands != Strands::kSingle) return "samples have no other strand";
  if (per_position(config.head) && (config.stem == StemKind::kKmer || samples) && config.stride != 1)
    return "a head that answers at every position needs stride 1; got " + std::to_string(config.stride);
  if (config.head == HeadKind::kNextToken && config.bidirectional)
    return "a head that predicts the next token needs a causal stack; got a bidirectional one";
  if (config.head == HeadKind::kNextToken && config.strands != Strands::kSingle)
    return "a head that predicts the next token reads one strand";
  if (config.uses(MixerKind::kMambaComplex) && config.d_state % 2 != 0)
    return "d_state of complex states is even; got " + std::to_string(config.d_state);
  if (config.s4d_state % 2 != 0)
    return "s4d_state counts conjugate pairs twice and is even; got " + std::to_string(config.s4d_state);
  const std::string unet = unet_misfit(config);
  return unet.empty() ? strands_misfit(config) : unet;
}

}  // namespace

std::string name_of(StemKind stem) {
  return std::string(
      std::find_if(kStems.begin(), kStems.end(), [&](const auto& entry) { return entry.first == stem; })->second);
}

StemKind stem_named(const std::string& name) {
  const auto found =
      std::find_if(kStems.begin(), kStems.end(), [&](const auto& entry) { return entry.second == name; });
  if (found == kStems.end()) throw Error(ErrorKind::kUsage, "no stem is called '" + name + "'");
  return found->first;
}

std::string name_of(MixerKind mixer) {
  std::string name(
      std::find_if(kMixers.begin(), kMixers.end(), [&](const auto& entry) { return entry.first == mixer; })->second);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

MixerKind mixer_named(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [kind, text] : kMixers) {
    names.push_back(name_of(kind));
    if (names.back() == name) return kind;
  }
  const std::string near = closest(name, names);
  throw Error(ErrorKind::kUsage, "no mixer is called '" + name + "'", "--mixer " + name,
              near.empty() ? "mamba, mamba-complex or s4d" : "did you mean '" + near + "'?");
}

std::map<std::string, std::string> ModelConfig::to_metadata() const {
  std::map<std::string, std::string> metadata;
  visit(*this, Writer{metadata});
  return metadata;
}

ModelConfig ModelConfig::from_metadata(const std::map<std::string, std::string>& metadata) {
  ModelConfig config;
  visit(config, Reader{metadata});
  const std::string wrong = misfit(config);
  if (!wrong.empty()) throw Error(ErrorKind::kBadInput, "the model file's configuration: " + wrong);
  return config;
}

void ModelConfig::validate() const {
  visit(*this, Checker{});
  const std::string wrong = misfit(*this);
  if (!wrong.empty()) throw Error(ErrorKind::kUsage, wrong);
}

}  // namespace undula

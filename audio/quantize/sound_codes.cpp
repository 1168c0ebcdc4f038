#include "audio/quantize/sound_codes.h"

#include <algorithm>

#include "audio/quantize/linear.h"
#include "audio/quantize/mu_law.h"
#include "core/base/error.h"

namespace undula {

const std::vector<std::string>& SoundCodes::names() {
  static const std::vector<std::string> kNames = {"mu-law", "min-max", "linear8", "linear16"};
  return kNames;
}

SoundCodes::SoundCodes(const std::string& name) {
  const auto found = std::find(names().begin(), names().end(), name);
  if (found == names().end())
    throw Error(ErrorKind::kUsage, "unknown sound codes '" + name + "'", "--codes",
                "mu-law, min-max, linear8 or linear16");
  kind_ = static_cast<SoundCodeKind>(found - names().begin());
}

const std::string& SoundCodes::name() const {
  return names()[static_cast<size_t>(kind_)];
}

void SoundCodes::encode(std::span<const float> samples, std::vector<uint8_t>& tokens) const {
  const size_t first = tokens.size();
  tokens.resize(first + samples.size() * static_cast<size_t>(tokens_per_sample()));
  uint8_t* out = tokens.data() + first;
  switch (kind_) {
    case SoundCodeKind::kMuLaw:
      for (const float x : samples) *out++ = mu_law_encode(x);
      break;
    case SoundCodeKind::kMinMax:
      mu_law_encode_min_max(samples, {out, samples.size()});
      break;
    case SoundCodeKind::kLinear8:
      for (const float x : samples) *out++ = static_cast<uint8_t>(linear_encode(x, 8));
      break;
    case SoundCodeKind::kLinear16:
      for (const float x : samples) {
        const uint16_t code = linear_encode(x, 16);
        *out++ = static_cast<uint8_t>(code >> 8);
        *out++ = static_cast<uint8_t>(code & 255);
      }
      break;
  }
}

float SoundCodes::decode(const uint8_t* tokens) const {
  switch (kind_) {
    case SoundCodeKind::kMuLaw:
      return mu_law_decode(*tokens);
    case SoundCodeKind::kMinMax:
      return mu_law_decode_min_max(*tokens);
    case SoundCodeKind::kLinear8:
      return linear_decode(*tokens, 8);
    default:
      return linear_decode(static_cast<uint16_t>(tokens[0] << 8 | tokens[1]), 16);
  }
}

}  // namespace undula

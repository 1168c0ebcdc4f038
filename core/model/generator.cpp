#include "core/model/generator.h"

#include "core/base/error.h"

namespace undula {

Generator::Generator(Context& ctx, SequenceModel& model, int64_t rows) : ctx_(ctx), model_(model), rows_(rows) {
  check_predicts_next(model);
}

std::vector<std::vector<uint8_t>> Generator::generate(std::span<const std::vector<uint8_t>> prompts, int64_t length,
                                                      const Sampling& sampling, int64_t first,
                                                      const std::function<void()>& step) {
  const auto B = static_cast<int64_t>(prompts.size());
  require(B > 0 && B <= rows_, "generator", "rows");
  Continuation continuation(ctx_, model_, B, sampling, first);
  continuation.read(prompts);
  std::vector<std::vector<uint8_t>> out(prompts.size());
  for (std::vector<uint8_t>& tokens : out) tokens.reserve(static_cast<size_t>(length));
  for (int64_t t = 0; t < length; ++t) {
    const std::span<const uint8_t> tokens = continuation.next();
    for (size_t row = 0; row < prompts.size(); ++row) out[row].push_back(tokens[row]);
    if (step) step();
  }
  return out;
}

}  // namespace undula

#include "core/model/factory.h"
#include "core/nn/wrap/sequential.h"
#include "core/nn/wrap/skip_over.h"
#include "core/nn/wrap/unet.h"

namespace undula {
namespace {

/// Builds the stages from the outermost in, numbering layers as they come.
class Stages {
 public:
  Stages(const ModelConfig& config, bool recompute) : config_(config), recompute_(recompute) {}

  /// Stage `stage` with all below it, `width` wide.
  std::unique_ptr<Module> make(size_t stage, int64_t width) {
    if (stage == config_.pools.size()) return part(stage, width);
    UNet::Layers down, up;
    if (config_.down_blocks) down = layers(stage, width);
    const int64_t d_inner = width * config_.pool_expand;
    std::unique_ptr<Module> inner = make(stage + 1, d_inner);
    if (config_.down_blocks) {
      up = layers(stage, width);
    } else {
      up.push_back(part(stage, width));
    }
    return std::make_unique<UNet>(width, config_.pools[stage], d_inner, std::move(down), std::move(inner),
                                  std::move(up));
  }

 private:
  UNet::Layers layers(size_t stage, int64_t width) {
    ModelConfig part = config_;
    part.d_model = width;
    if (!config_.stage_mixers.empty()) part.mixer = config_.stage_mixers[stage];
    UNet::Layers layers = make_layers(part, numbered_, recompute_);
    numbered_ += static_cast<int>(layers.size());
    return layers;
  }

  /// A modelling part in one, its input added to its output.
  std::unique_ptr<Module> part(size_t stage, int64_t width) {
    return std::make_unique<SkipOver>(std::make_unique<Sequential>(layers(stage, width)));
  }

  const ModelConfig& config_;
  bool recompute_;
  int numbered_ = 0;
};

}  // namespace

std::unique_ptr<Module> make_unet(const ModelConfig& config, bool recompute) {
  return Stages(config, recompute).make(0, config.d_model);
}

}  // namespace undula

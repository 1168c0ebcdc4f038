#include "audio/tasks/model/sound_embedder.h"

#include <algorithm>
#include <cmath>

#include "audio/tasks/model/sound_windows.h"
#include "core/base/error.h"
#include "core/model/card_fields.h"
#include "core/train/evaluation.h"

namespace undula {
namespace {

RunBatch vectors_of(Runner& runner) {
  return [&runner](const Batch& batch, const View& means) { runner.embed(batch, means); };
}

}  // namespace

SoundEmbedder::SoundEmbedder(const std::string& path, double seconds, const Compute& compute)
    : file_(read_model(path)),
      front_end_(SoundFrontEnd::load(file_)),
      window_(seconds > 0 ? std::max<int64_t>(std::llround(seconds * static_cast<double>(front_end_.rate)), 1)
                          : positive_field(file_, "sound.window")),
      batch_size_(sound_windows_at_once(window_)),
      ctx_(compute),
      runner_(ctx_, *file_.model) {
  if (front_end_.codes && !front_end_.codes->streamable())
    throw Error(ErrorKind::kUsage,
                "the model's codes (" + front_end_.codes->name() + ") depend on the level of a whole sound", path,
                "a model trained with --codes mu-law");
  plan_views(ctx_, *file_.model, planned_windows(front_end_, window_), batch_size_, width(), vectors_of(runner_));
  ctx_.arena().reserve();
}

std::vector<double> SoundEmbedder::vectors(std::vector<std::vector<float>> windows) {
  return mean_over_views(ctx_, file_.model->dtype(), prepare_windows(front_end_, std::move(windows), window_),
                         batch_size_, width(), vectors_of(runner_));
}

}  // namespace undula

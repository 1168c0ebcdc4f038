#include "core/model/pretrained.h"

#include <charconv>

#include "core/base/error.h"
#include "core/io/file_digest.h"

namespace undula {
namespace {

int64_t frozen_blocks(const std::string& text) {
  if (text == "none") return kFreezeNone;
  if (text == "all") return kFreezeAll;
  int64_t blocks = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), blocks);
  if (result.ec == std::errc() && result.ptr == text.data() + text.size() && blocks >= 0) return blocks;
  throw Error(ErrorKind::kUsage, "nothing to freeze: '" + text + "'", "--freeze " + text,
              "none, all, or the number of the first blocks to freeze");
}

}  // namespace

Pretrained Pretrained::load(const std::string& path, const std::string& freeze) {
  Pretrained from;
  const auto file = std::make_shared<ModelFile>(read_model(path));
  const int64_t layers = file->model->config().n_layer;
  if (const int64_t blocks = frozen_blocks(freeze); blocks > layers)
    throw Error(ErrorKind::kUsage, "the model has " + std::to_string(layers) + " blocks; got " + freeze + " to freeze",
                "--freeze " + freeze, "--freeze all leaves only the head to learn");
  from.file = file;
  from.digest = digest_file(path).sha256;
  from.freeze = freeze;
  return from;
}

void Pretrained::start(SequenceModel& model) const {
  copy_parameters(*file->model, model, keep_head);
  undula::freeze(model, frozen_blocks(freeze));
}

void Pretrained::store(TensorFile& content) const {
  content.metadata["train.from"] = digest;
}

}  // namespace undula

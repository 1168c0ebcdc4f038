#include "cli/training/train_session.h"

#include "core/base/error.h"

namespace undula::cli {

std::shared_ptr<Pretrained> load_pretrained(const TrainOptions& options) {
  if (!options.from.empty()) return std::make_shared<Pretrained>(Pretrained::load(options.from, options.freeze));
  if (options.freeze == "none") return nullptr;
  throw Error(ErrorKind::kUsage, "weights that are drawn at random must learn: there is nothing to freeze",
              "--freeze " + options.freeze, "--from MODEL");
}

}  // namespace undula::cli

#include "cli/training/train_session.h"

#include "core/base/error.h"

namespace undula::cli {

SoundTrainOptions TrainFlags::sound_options() const {
  SoundTrainOptions all = sound;
  static_cast<TrainOptions&>(all) = options;
  return all;
}

void TrainFlags::settle(const SoundTrainOptions& settled) {
  sound = settled;
  static_cast<TrainOptions&>(options) = settled;
}

std::shared_ptr<Pretrained> load_pretrained(const TrainOptions& options,
                                            const std::function<void(const ModelFile&)>& check) {
  if (!options.from.empty()) {
    auto from = std::make_shared<Pretrained>(Pretrained::load(options.from, options.freeze));
    check(*from->file);
    return from;
  }
  if (options.freeze == "none") return nullptr;
  throw Error(ErrorKind::kUsage, "weights that are drawn at random must learn: there is nothing to freeze",
              "--freeze " + options.freeze, "--from MODEL");
}

std::vector<std::string> evaluation_command(const TrainFlags& flags, const RunFolder& folder, bool has_test) {
  if (!has_test) return {};
  std::vector<std::string> command = {"undula", "evaluate", folder.model()};
  if (flags.test.empty()) {
    command.insert(command.end(), flags.inputs.begin(), flags.inputs.end());
  } else {
    command.insert(command.end(), {flags.test, "--split", "all"});
  }
  return command;
}

void check_held_out_parts(const TrainFlags& flags) {
  if (flags.valid.empty() && flags.test.empty()) return;
  throw Error(ErrorKind::kUsage, "what the model must not see are parts of the genomes",
              flags.valid.empty() ? "--test " + flags.test : "--valid " + flags.valid,
              "--regions FILE, a BED file with train, valid and test in column 4");
}

void check_no_labels(const DnaTrainOptions& options) {
  if (options.bed.empty() && options.background.empty()) return;
  throw Error(ErrorKind::kUsage, "labels of positions are for models that give each base a class",
              options.bed.empty() ? "--background " + options.background : "--bed " + options.bed, "--task position");
}

}  // namespace undula::cli

#include "audio/tasks/language/generate_sound.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/model/card_fields.h"

namespace undula {
namespace {

constexpr char kSnapshotFormat[] = "undula sound state 1";
constexpr int64_t kBlock = 256;  // samples that are handed on at once

const std::string& snapshot_field(const TensorFile& file, const std::string& key, const std::string& path) {
  const auto found = file.metadata.find(key);
  if (found == file.metadata.end())
    throw Error(ErrorKind::kBadInput, "the state lacks the field " + key, path, "a file made with --save-state");
  return found->second;
}

}  // namespace

GenerateSoundTask::GenerateSoundTask(const std::string& path, int64_t batch, const Compute& compute)
    : file_(read_model(path)), card_(SoundLanguageCard::load(file_)), ctx_(compute), batch_(batch) {
  Continuation::plan(ctx_, *file_.model, batch);
  ctx_.arena().reserve();
}

void GenerateSoundTask::start(const Sampling& sampling, std::span<const float> prompt) {
  if (!prompt.empty() && !card_.codes.streamable())
    throw Error(ErrorKind::kUsage,
                "the model's codes (" + card_.codes.name() +
                    ") depend on the level of a whole sound, which a beginning does not have",
                "--prompt", "a model trained with --codes mu-law");
  seed_ = sampling.seed;
  continuation_ = std::make_unique<Continuation>(ctx_, *file_.model, batch_, sampling, 0);
  std::vector<uint8_t> before = {card_.codes.before_first()};
  card_.codes.encode(prompt, before);
  continuation_->read(std::vector<std::vector<uint8_t>>(static_cast<size_t>(batch_), before));
}

void GenerateSoundTask::resume(const std::string& path, Sampling sampling, bool own_seed) {
  const TensorFile snapshot = read_tensor_file(path, Checksum::kRequired);
  if (snapshot_field(snapshot, "format", path) != kSnapshotFormat)
    throw Error(ErrorKind::kBadInput, "the file is no state of a generation", path, "a file made with --save-state");
  if (snapshot_field(snapshot, "model", path) != file_.field(kChecksumKey))
    throw Error(ErrorKind::kBadInput, "the state is of another model than " + file_.path, path,
                "the model that it was saved with");
  const std::string& batch = snapshot_field(snapshot, "batch", path);
  if (batch != number_text(batch_))
    throw Error(ErrorKind::kUsage, "the state is of " + batch + " sounds", "--batch " + number_text(batch_),
                "--batch " + batch);
  try {
    if (!own_seed) sampling.seed = std::stoull(snapshot_field(snapshot, "seed", path));
    seed_ = sampling.seed;
    continuation_ = std::make_unique<Continuation>(ctx_, *file_.model, batch_, sampling, 0);
    continuation_->load(snapshot);
  } catch (const std::logic_error&) {
    throw Error(ErrorKind::kBadInput, "the seed of the state is no number", path);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kBadInput) throw;
    throw Error(ErrorKind::kBadInput, error.what(), path, "a file made with --save-state");
  }
}

void GenerateSoundTask::save(const std::string& path) {
  TensorFile snapshot;
  snapshot.metadata = {{"format", kSnapshotFormat},
                       {"model", file_.field(kChecksumKey)},
                       {"batch", number_text(batch_)},
                       {"seed", number_text(seed_)}};
  continuation_->save(snapshot);
  write_tensor_file(path, snapshot);
}

void GenerateSoundTask::run(int64_t samples,
                            const std::function<void(int64_t sound, std::span<const float> samples)>& consume) {
  const int64_t each = card_.codes.tokens_per_sample();
  std::vector<std::vector<float>> made(static_cast<size_t>(batch_));
  std::vector<std::array<uint8_t, 2>> tokens(made.size());
  for (int64_t done = 0; done < samples;) {
    const int64_t block = std::min(kBlock, samples - done);
    for (std::vector<float>& sound : made) sound.clear();
    for (int64_t i = 0; i < block; ++i) {
      for (int64_t part = 0; part < each; ++part) {
        const std::span<const uint8_t> drawn = continuation_->next();
        for (size_t row = 0; row < made.size(); ++row) tokens[row][static_cast<size_t>(part)] = drawn[row];
      }
      for (size_t row = 0; row < made.size(); ++row) made[row].push_back(card_.codes.decode(tokens[row].data()));
    }
    for (size_t row = 0; row < made.size(); ++row) consume(static_cast<int64_t>(row), made[row]);
    done += block;
  }
}

}  // namespace undula

#include "audio/tasks/language/generate_sound.h"

#include <cmath>

#include "core/base/error.h"
#include "tests/audio/support/sound_models.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;
using undula::test::contains;

namespace {

using Sounds = std::vector<std::vector<float>>;

Sounds make(GenerateSoundTask& task, int64_t batch, int64_t samples) {
  Sounds sounds(static_cast<size_t>(batch));
  task.run(samples, [&](int64_t sound, std::span<const float> next) {
    auto& to = sounds[static_cast<size_t>(sound)];
    to.insert(to.end(), next.begin(), next.end());
  });
  return sounds;
}

std::vector<float> prompt() {
  std::vector<float> samples;
  for (int i = 0; i < 1500; ++i) samples.push_back(static_cast<float>(0.5 * std::sin(0.1 * i)));
  return samples;
}

}  // namespace

TEST_CASE("a sound is the same whatever the batch, the threads and the pauses") {
  const TempFolder folder;
  const std::string path = folder.path() / "m.safetensors", state = folder.path() / "state";
  for (const char* codes : {"mu-law", "linear16"}) {
    write_sound_model(path, SoundCodes(std::string(codes)));
    const Sampling sampling{.temperature = 0.9, .top_k = 50, .seed = 11};
    GenerateSoundTask three(path, 3, 1);
    three.start(sampling, prompt());
    const Sounds together = make(three, 3, 700);
    CHECK(together[0].size() == 700);
    CHECK(together[0] != together[1]);

    GenerateSoundTask one(path, 1, 3);
    one.start(sampling, prompt());
    CHECK(make(one, 1, 700)[0] == together[0]);

    GenerateSoundTask paused(path, 3, 2);
    paused.start(sampling, prompt());
    Sounds parts = make(paused, 3, 301);
    paused.save(state);
    GenerateSoundTask later(path, 3, 1);
    later.resume(state, {.temperature = 0.9, .top_k = 50}, false);
    const Sounds rest = make(later, 3, 399);
    for (size_t i = 0; i < 3; ++i) {
      parts[i].insert(parts[i].end(), rest[i].begin(), rest[i].end());
      CHECK(parts[i] == together[i]);
    }
  }
}

TEST_CASE("a state of another model or batch, and a file that is no state, are refused") {
  const TempFolder folder;
  const std::string path = folder.path() / "m.safetensors", other = folder.path() / "o.safetensors",
                    state = folder.path() / "state";
  write_sound_model(path);
  write_sound_model(other, SoundCodes(), 8000, 4);
  GenerateSoundTask task(path, 2, 1), more(path, 3, 1), another(other, 2, 1);
  task.start({}, {});
  make(task, 2, 10);
  task.save(state);
  CHECK_THROWS_WITH(more.resume(state, {}, false), contains("the state is of 2 sounds"));
  CHECK_THROWS_WITH(another.resume(state, {}, false), contains("of another model"));
  CHECK_THROWS_WITH(task.resume(path, {}, false), contains("no state"));
  TensorFile file = read_tensor_file(state, Checksum::kRequired);
  file.metadata.erase(kChecksumKey);
  file.metadata["seed"] = "many";
  write_tensor_file(state, file);
  CHECK_THROWS_WITH(task.resume(state, {}, false), contains("no number"));
}

TEST_CASE("codes that need a whole sound continue nothing, and begin anew") {
  const TempFolder folder;
  const std::string path = folder.path() / "m.safetensors";
  write_sound_model(path, SoundCodes("min-max"));
  GenerateSoundTask task(path, 1, 1);
  CHECK_THROWS_AS(task.start({}, prompt()), Error);
  task.start({.temperature = 0}, {});
  const Sounds sounds = make(task, 1, 50);
  for (const float x : sounds[0]) CHECK(std::abs(x) <= 1);
}

#include "audio/tasks/language/language_data.h"

#include <algorithm>

#include "core/data/split.h"
#include "core/io/sha256.h"

namespace undula {
namespace {

constexpr size_t kFewRecordings = 10;
constexpr double kValidShare = 0.1, kTestShare = 0.1;  // of recordings
constexpr double kValidEnd = 0.05, kTestEnd = 0.1;     // of each recording

void add(const RecordedSound& from, size_t begin, size_t end, Split split, SoundLanguageData& data) {
  if (begin == end) return;
  CodedSound& sound = data.sounds.emplace_back(CodedSound{from.name, split, from.group, {}});
  data.codes.encode(std::span(from.samples).subspan(begin, end - begin), sound.tokens);
}

/// The last part of a recording is held out.
void add_in_parts(const RecordedSound& from, double valid, double test, SoundLanguageData& data) {
  const auto samples = static_cast<double>(from.samples.size());
  const auto valid_begin = static_cast<size_t>(samples * (1 - valid - test));
  const size_t test_begin = test > 0 ? static_cast<size_t>(samples * (1 - test)) : from.samples.size();
  add(from, 0, valid_begin, Split::kTrain, data);
  add(from, valid_begin, test_begin, Split::kValid, data);
  add(from, test_begin, from.samples.size(), Split::kTest, data);
}

uint64_t key_of(std::span<const std::byte> bytes) {
  Sha256 digest;
  digest.update(bytes);
  return std::stoull(digest.hex().substr(0, 16), nullptr, 16);
}

/// Splits of whole recordings.
void assign(std::vector<RecordedSound*>& recordings, const SplitFractions& fractions, uint64_t seed) {
  SplitKeys contents, groups;
  for (const RecordedSound* recording : recordings) {
    contents.push_back(key_of(std::as_bytes(std::span(recording->samples))));
    groups.push_back(recording->group.empty() ? contents.back() : key_of(std::as_bytes(std::span(recording->group))));
  }
  const std::vector<int32_t> labels(recordings.size(), 0);
  const std::vector<SplitKeys> keys = {groups, contents};
  const std::vector<Split> splits = assign_splits(labels, keys, fractions, seed);
  for (size_t i = 0; i < recordings.size(); ++i) recordings[i]->split = splits[i];
}

}  // namespace

int64_t SoundLanguageData::count(Split split) const {
  return std::count_if(sounds.begin(), sounds.end(), [&](const CodedSound& sound) { return sound.split == split; });
}

int64_t SoundLanguageData::samples(Split split) const {
  int64_t tokens = 0;
  for (const CodedSound* sound : of(split)) tokens += static_cast<int64_t>(sound->tokens.size());
  return tokens / codes.tokens_per_sample();
}

std::vector<const CodedSound*> SoundLanguageData::of(Split split) const {
  std::vector<const CodedSound*> some;
  for (const CodedSound& sound : sounds)
    if (sound.split == split) some.push_back(&sound);
  return some;
}

std::string SoundLanguageData::digest() const {
  Sha256 digest;
  for (const CodedSound* sound : of(Split::kTrain)) {
    digest.update(std::to_string(sound->tokens.size()) + "\n");
    digest.update(std::as_bytes(std::span(sound->tokens)));
  }
  return digest.hex();
}

void hold_out(std::vector<RecordedSound> recordings, uint64_t seed, SoundLanguageData& data) {
  const auto has = [&](Split split) {
    return std::any_of(recordings.begin(), recordings.end(), [&](const auto& r) { return r.split == split; });
  };
  const bool said = has(Split::kTrain) || has(Split::kValid) || has(Split::kTest), valid = has(Split::kValid);
  std::vector<RecordedSound*> open;  // those whose part is to be decided
  for (RecordedSound& recording : recordings) {
    if (said && recording.split == Split::kNone) recording.split = Split::kTrain;
    if (!said || (!valid && recording.split == Split::kTrain)) open.push_back(&recording);
  }
  const bool parts = !open.empty() && open.size() < kFewRecordings;
  const std::string of_what = parts ? " of each recording" : " of the recordings";
  data.held_out = said
                      ? (valid ? "as the data say" : "test as the data say; the last 5 %" + of_what + " for validation")
                      : "the last 10 %" + of_what + " for test, the 5 % before for validation";
  if (!parts && !open.empty()) {
    data.held_out = said ? "test as the data say; 10 % of the other recordings for validation"
                         : "10 % of the recordings for test, 10 % for validation";
    assign(open, {1 - kValidShare - (said ? 0 : kTestShare), kValidShare, said ? 0 : kTestShare}, seed);
  }
  for (const RecordedSound& recording : recordings) {
    const bool in_parts = parts && (!said || recording.split == Split::kTrain);
    if (in_parts) {
      add_in_parts(recording, kValidEnd, said ? 0 : kTestEnd, data);
    } else {
      add(recording, 0, recording.samples.size(), recording.split, data);
    }
  }
}

}  // namespace undula

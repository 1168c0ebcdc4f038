#include "audio/tasks/language/language_load.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "audio/resample/rate_reader.h"
#include "audio/tasks/model/sound_front_end.h"
#include "core/base/error.h"

namespace undula {
namespace {

const std::string& path_of(const SoundRows& rows, const SoundRow& row) {
  return rows.files.names()[static_cast<size_t>(row.file)];
}

int64_t lowest_rate(const SoundRows& rows) {
  int64_t lowest = std::numeric_limits<int32_t>::max();
  for (const SoundRow& row : rows.rows)
    if (row.split == Split::kTrain || row.split == Split::kNone)
      lowest = std::min<int64_t>(lowest, SoundFile(path_of(rows, row)).format().rate);
  return lowest;
}

}  // namespace

SoundLanguageData load_language_sounds(LanguageSoundOptions options) {
  options.rows.labels_needed = false;
  const SoundRows rows = read_sound_rows(options.rows);
  SoundLanguageData data;
  data.codes = options.codes;
  data.rate = static_cast<int>(options.rate > 0 ? options.rate : lowest_rate(rows));
  data.channel = options.channel;
  data.files = rows.files.names();
  SoundSelection selection = SoundFrontEnd{.rate = data.rate, .channel = options.channel}.selection();
  std::vector<RecordedSound> recordings;
  for (const SoundRow& row : rows.rows) {
    selection.start = row.start;
    selection.duration = row.duration;
    SoundReader reader(path_of(rows, row), selection);
    data.resampled += reader.format().rate != data.rate;
    const auto channels = static_cast<size_t>(reader.channels());
    const std::vector<float> all = read_all(std::move(reader), data.rate);
    for (size_t channel = 0; channel < channels; ++channel) {
      RecordedSound& recording = recordings.emplace_back(
          RecordedSound{path_of(rows, row), row.group, options.judge_all ? Split::kTest : row.split, {}});
      for (size_t i = channel; i < all.size(); i += channels) recording.samples.push_back(all[i]);
    }
  }
  hold_out(std::move(recordings), options.seed, data);
  if (data.samples(Split::kTrain) == 0 && !options.judge_all)
    throw Error(ErrorKind::kBadInput, "no sound is left to train on", options.rows.inputs.front());
  return data;
}

}  // namespace undula

#include "audio/tasks/labelled/sound_data.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>
#include <optional>

#include "audio/resample/rate_reader.h"
#include "core/base/error.h"
#include "core/base/suggest.h"
#include "core/data/split.h"
#include "core/io/sha256.h"

namespace undula {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::vector<std::string> settle_classes(const std::vector<std::string>& known, SoundRows& rows) {
  const std::vector<std::string>& labels = rows.labels.names();
  const std::vector<std::string> classes = known.empty() ? sorted_classes(labels) : known;
  for (SoundRow& row : rows.rows) {
    if (row.label < 0) continue;
    const std::string& label = labels[static_cast<size_t>(row.label)];
    const auto found = std::find(classes.begin(), classes.end(), label);
    if (found == classes.end()) {
      const std::string near = closest(label, classes);
      rows.fail(row, "the model does not know the label '" + label + "'; its classes are: " + joined(classes),
                near.empty() ? "" : "did you mean '" + near + "'?");
    }
    row.label = static_cast<int32_t>(found - classes.begin());
  }
  if (known.empty() && classes.size() < 2)
    throw Error(ErrorKind::kBadInput, "only one class: '" + joined(classes) + "'", rows.sources.front(),
                "a classifier needs examples of two classes or more");
  return classes;
}

std::vector<SoundFormat> read_formats(const SoundRows& rows, ThreadPool& pool) {
  const std::vector<std::string>& files = rows.files.names();
  std::vector<SoundFormat> formats(files.size());
  pool.parallel_for(static_cast<int64_t>(files.size()), 1, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i)
      formats[i] = SoundFile(files[i]).format();
  });
  return formats;
}

uint64_t key_of(const std::string& text) {
  return std::stoull(sha256_hex(text).substr(0, 16), nullptr, 16);
}

/// The paths without the folder that all lie in: names of files wherever the data is, however its place was typed.
std::vector<std::string> names_below(const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  for (const std::string& path : paths) names.push_back(std::filesystem::path(path).lexically_normal().string());
  if (names.empty()) return names;
  size_t shared = names.front().rfind('/') + 1;  // 0 where there is none
  for (const std::string& name : names) {
    while (shared > 0 && name.compare(0, shared, names.front(), 0, shared) != 0)
      shared = shared < 2 ? 0 : names.front().rfind('/', shared - 2) + 1;
  }
  for (std::string& name : names) name.erase(0, shared);
  return names;
}

/// Parts of one file stay together, and so do groups.
void split_rows(SoundRows& rows, uint64_t seed) {
  const std::vector<std::string> names = names_below(rows.files.names());
  std::vector<int32_t> labels;
  std::vector<SplitKeys> keys(2);
  std::vector<Split> splits;
  for (const SoundRow& row : rows.rows) {
    labels.push_back(row.label);
    keys[0].push_back(key_of(names[static_cast<size_t>(row.file)]));
    keys[1].push_back(row.group.empty() ? keys[0].back() : key_of("group " + row.group));
    splits.push_back(row.split);
  }
  complete_splits(labels, keys, seed, splits);
  for (size_t i = 0; i < splits.size(); ++i) rows.rows[i].split = splits[i];
}

void check_trained(const std::vector<std::string>& classes, const SoundRows& rows) {
  std::vector<bool> trained(classes.size(), false);
  for (const SoundRow& row : rows.rows)
    if (row.split == Split::kTrain && row.label >= 0) trained[static_cast<size_t>(row.label)] = true;
  const auto without = std::find(trained.begin(), trained.end(), false);
  if (without != trained.end())
    throw Error(ErrorKind::kBadInput,
                "class '" + classes[static_cast<size_t>(without - trained.begin())] + "' has no training data",
                rows.sources.front());
}

int64_t lowest_rate(const SoundRows& rows, const std::vector<SoundFormat>& formats) {
  int64_t lowest = std::numeric_limits<int64_t>::max();
  for (const SoundRow& row : rows.rows) {
    if (row.split == Split::kTrain || row.split == Split::kNone)
      lowest = std::min<int64_t>(lowest, formats[static_cast<size_t>(row.file)].rate);
  }
  return lowest;
}

double seconds_of(const SoundTime& time, const SoundFormat& format) {
  return static_cast<double>(time.frame(format.rate)) / format.rate;
}

std::string seconds_text(double seconds) {
  std::string text = std::to_string(seconds);
  return text.substr(0, text.size() - 3);
}

/// The sound of a row, one sample for each channel that counts as a sound of its own.
std::vector<Sample> read_row(const SoundRow& row, const SoundRows& rows, const SoundFrontEnd& front_end,
                             const SoundFormat& format) {
  const std::string& path = rows.files.names()[static_cast<size_t>(row.file)];
  SoundSelection selection = front_end.selection();
  selection.start = row.start;
  selection.duration = row.duration;
  SoundReader reader(path, selection);
  const auto channels = static_cast<size_t>(reader.channels());
  const std::vector<float> frames = read_all(std::move(reader), static_cast<int>(front_end.rate));
  if (frames.empty()) rows.fail(row, "no samples in this part of " + path);
  std::vector<Sample> samples(channels);
  for (size_t c = 0; c < channels; ++c) {
    Sample& sample = samples[c];
    sample.id = path;
    if (row.start) sample.id += ":" + seconds_text(seconds_of(*row.start, format));
    if (channels > 1) sample.id += " channel " + std::to_string(c + 1);
    for (size_t t = c; t < frames.size(); t += channels) sample.values.push_back(frames[t]);
    sample.label = row.label;
    sample.group = row.group;
    sample.split = row.split;
  }
  return samples;
}

}  // namespace

SoundData load_sound_data(const SoundDataOptions& options, ThreadPool& pool) {
  SoundRows rows = read_sound_rows(options.rows);
  SoundData data;
  data.dataset.classes = settle_classes(options.classes, rows);
  if (options.split_needed) split_rows(rows, options.seed);
  if (options.split_needed && options.classes.empty()) check_trained(data.dataset.classes, rows);
  data.formats = read_formats(rows, pool);
  data.front_end = options.front_end;
  if (data.front_end.rate == 0) data.front_end.rate = lowest_rate(rows, data.formats);

  const auto n = static_cast<int64_t>(rows.rows.size());
  std::vector<std::vector<Sample>> read(rows.rows.size());
  pool.parallel_for(n, 1, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i)
      read[i] = read_row(rows.rows[i], rows, data.front_end, data.formats[static_cast<size_t>(rows.rows[i].file)]);
  });
  for (size_t i = 0; i < read.size(); ++i) {
    const SoundRow& row = rows.rows[i];
    const int64_t begin = row.start ? std::llround(seconds_of(*row.start, data.formats[static_cast<size_t>(row.file)]) *
                                                   static_cast<double>(data.front_end.rate))
                                    : 0;
    data.places.insert(data.places.end(), read[i].size(), {row.file, begin, row.source, row.line});
    std::move(read[i].begin(), read[i].end(), std::back_inserter(data.dataset.samples));
  }

  const auto by_rate = [](const SoundFormat& a, const SoundFormat& b) { return a.rate < b.rate; };
  data.lowest = std::min_element(data.formats.begin(), data.formats.end(), by_rate)->rate;
  data.highest = std::max_element(data.formats.begin(), data.formats.end(), by_rate)->rate;
  data.resampled = std::count_if(data.formats.begin(), data.formats.end(),
                                 [&](const SoundFormat& format) { return format.rate != data.front_end.rate; });
  data.sources = rows.sources;
  for (const std::string& source : rows.sources)
    if (std::filesystem::is_regular_file(source)) data.files.push_back(source);
  data.files.insert(data.files.end(), rows.files.names().begin(), rows.files.names().end());
  return data;
}

std::string data_digest(const SoundData& data) {
  Sha256 digest;
  digest.update(std::to_string(data.front_end.rate) + "\n");
  for (const std::string& name : data.dataset.classes) digest.update(name + "\n");
  for (const Sample& sample : data.dataset.samples) {
    digest.update(std::to_string(sample.label) + " " + std::string(to_string(sample.split)) + " " +
                  std::to_string(sample.values.size()) + "\n");
    digest.update(std::as_bytes(std::span(sample.values)));
  }
  return digest.hex();
}

int64_t sound_key(const Sample& sample) {
  Sha256 digest;
  digest.update(std::as_bytes(std::span(sample.values)));
  return static_cast<int64_t>(std::stoull(digest.hex().substr(0, 16), nullptr, 16));
}

std::vector<int64_t> sound_keys(const SoundData& data, Split split) {
  std::vector<int64_t> keys;
  for (const Sample& sample : data.dataset.samples) {
    if (sample.split == split) keys.push_back(sound_key(sample));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace undula

#include "audio/tasks/labelled/label_track.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>

#include "audio/io/sound_file.h"
#include "core/base/error.h"

namespace undula {
namespace {

namespace fs = std::filesystem;

struct Stretch {
  double start = 0, end = 0;
  std::string label;
};

std::optional<Stretch> parse(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  const size_t first = line.find('\t'), second = first == std::string::npos ? first : line.find('\t', first + 1);
  if (second == std::string::npos) return std::nullopt;
  Stretch stretch;
  const auto number = [&](size_t begin, size_t end, double& value) {
    const auto result = std::from_chars(line.data() + begin, line.data() + end, value);
    return result.ec == std::errc() && result.ptr == line.data() + end;
  };
  if (!number(0, first, stretch.start) || !number(first + 1, second, stretch.end)) return std::nullopt;
  stretch.label = line.substr(second + 1);
  return stretch;
}

}  // namespace

bool is_label_track(const std::string& path) {
  std::ifstream file(path);
  std::string line(256, '\0');
  if (!fs::is_regular_file(path)) return false;
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<size_t>(file.gcount()));
  return parse(line.substr(0, line.find('\n'))).has_value();
}

std::string sound_beside(const std::string& path) {
  std::string found;
  for (const auto& entry : fs::directory_iterator(fs::absolute(path).parent_path())) {
    if (entry.path().stem() != fs::path(path).stem() || entry.path().filename() == fs::path(path).filename()) continue;
    if (!looks_like_sound(entry.path().string())) continue;
    if (!found.empty())
      throw Error(ErrorKind::kUsage,
                  "two sounds beside the labels have their name: " + found + " and " + entry.path().filename().string(),
                  path, "keep one of them");
    found = entry.path().filename().string();
  }
  if (found.empty())
    throw Error(ErrorKind::kMissing, "labels without a sound of the same name beside them", path,
                fs::path(path).stem().string() + ".wav in the same folder");
  return (fs::path(path).parent_path() / found).string();
}

void append_label_track(const std::string& path, const std::string& sound, Split split, SoundRows& rows) {
  rows.sources.push_back(path);
  std::ifstream file(path);
  SoundRow row;
  row.file = rows.files.number_of(sound);
  row.split = split;
  row.source = static_cast<int32_t>(rows.sources.size()) - 1;
  for (std::string line; std::getline(file, line);) {
    ++row.line;
    if (line.empty() || line == "\r" || line.front() == '\\') continue;
    const std::optional<Stretch> stretch = parse(line);
    if (!stretch || !(stretch->start >= 0) || stretch->end < stretch->start)
      rows.fail(row, "a line of labels is: start, end and label, in seconds, with tabs between");
    if (stretch->end == stretch->start) continue;
    row.start = SoundTime{stretch->start, -1};
    row.duration = SoundTime{stretch->end - stretch->start, -1};
    rows.set_label(row, stretch->label);
    rows.rows.push_back(row);
  }
}

std::string label_track_line(double start, double end, const std::string& label) {
  std::array<char, 64> times{};
  char* at = times.data();
  const auto write = [&](double value) {
    at = std::to_chars(at, times.data() + times.size(), value, std::chars_format::fixed, 6).ptr;
    *at++ = '\t';
  };
  write(start);
  write(end);
  return std::string(times.data(), at) + label + "\n";
}

}  // namespace undula

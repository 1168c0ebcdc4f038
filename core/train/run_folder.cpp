#include "core/train/run_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/io/atomic_file.h"

namespace undula {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStepKey = "{\"step\": ";

/// Removes files that a killed run was writing (atomic_file.h).
void remove_partial_files(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".partial") fs::remove(entry.path());
  }
}

fs::path without_trailing_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

RunFolder RunFolder::create(const std::string& path) {
  const fs::path wanted = without_trailing_slash(path);
  std::error_code error;
  if (wanted.has_parent_path()) fs::create_directories(wanted.parent_path(), error);
  for (int number = 1; !error; ++number) {
    const fs::path name = number == 1 ? wanted : fs::path(wanted.string() + "-" + std::to_string(number));
    if (!fs::create_directory(name, error)) {
      if (error == std::errc::file_exists) error.clear();
      continue;
    }
    fs::create_directory(name / "checkpoint", error);
    if (!error) return RunFolder(name.string());
  }
  throw Error(ErrorKind::kFailure, "cannot make the run folder: " + error.message(), path,
              "another folder with -o, or another place");
}

RunFolder RunFolder::open(const std::string& path) {
  RunFolder folder(without_trailing_slash(path).string());
  for (const std::string& needed : {folder.checkpoint(), folder.config()}) {
    if (fs::exists(needed)) continue;
    throw Error(ErrorKind::kMissing, "'" + path + "' is no run that can be resumed: it has no " + needed, path,
                "the folder that 'undula train' named when it began");
  }
  remove_partial_files(folder.path());
  remove_partial_files(fs::path(folder.checkpoint()).parent_path());
  return folder;
}

void RunFolder::log(const JsonObject& line) const {
  std::ofstream file(metrics(), std::ios::app);
  file << line.text() << '\n';
  if (!file.flush()) throw Error(ErrorKind::kFailure, std::string("cannot write: ") + std::strerror(errno), metrics());
}

Series RunFolder::read(const std::string& key) const {
  Series series;
  series.name = key;
  const std::string wanted = "\"" + key + "\": ";
  std::ifstream file(metrics());
  for (std::string line; std::getline(file, line);) {
    const size_t at = line.find(wanted);
    if (!line.starts_with(kStepKey) || at == std::string::npos) continue;
    series.x.push_back(std::atof(line.c_str() + kStepKey.size()));
    series.y.push_back(std::atof(line.c_str() + at + wanted.size()));
  }
  return series;
}

void RunFolder::forget_after(int64_t step) const {
  std::ifstream file(metrics());
  std::string kept;
  for (std::string line; std::getline(file, line);) {
    const bool whole = line.starts_with(kStepKey) && line.ends_with('}');  // not one that a crash cut short
    if (whole && std::atoll(line.c_str() + kStepKey.size()) <= step) kept += line + "\n";
  }
  AtomicFile output(metrics());
  output.write(kept);
  output.commit();
}

}  // namespace undula

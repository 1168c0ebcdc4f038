#include "core/io/open_error.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "core/base/suggest.h"

namespace undula {
namespace {

namespace fs = std::filesystem;

std::string nearest_name(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, ignored)) {
    names.push_back(entry.path().filename().string());
  }
  const std::string near = closest(fs::path(path).filename().string(), names);
  return near.empty() ? "" : (folder / near).string();
}

}  // namespace

Error open_error(const std::string& path) {
  if (errno != ENOENT) return Error(ErrorKind::kMissing, "cannot read '" + path + "': " + std::strerror(errno), path);
  const std::string near = nearest_name(path);
  return Error(ErrorKind::kMissing, "no such file: " + path, path, near.empty() ? "" : "did you mean " + near + "?");
}

}  // namespace undula

#include "cli/output/train_record.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "cli/output/print.h"
#include "cli/output/run_record.h"
#include "core/base/machine.h"
#include "core/cuda/backend.h"
#include "core/io/file_digest.h"

namespace undula::cli {
namespace {

/// Path, bytes and SHA-256 of each file; without the last two for pipes, which cannot be read again.
JsonArray describe_files(const std::vector<std::string>& files, ThreadPool& pool) {
  std::vector<std::optional<FileDigest>> digests(files.size());
  pool.parallel_for(static_cast<int64_t>(files.size()), 1, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      if (std::filesystem::is_regular_file(files[i])) digests[i] = digest_file(files[i]);
    }
  });
  JsonArray list;
  for (size_t i = 0; i < files.size(); ++i) {
    JsonObject file = JsonObject().add("path", files[i]);
    if (digests[i]) file.add("bytes", digests[i]->bytes).add("sha256", digests[i]->sha256);
    list.add(file);
  }
  return list;
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

double TrainRecord::end_part(const std::string& name) {
  const auto now = std::chrono::steady_clock::now();
  const double seconds = std::chrono::duration<double>(now - part_began_).count();
  seconds_.add(name, seconds);
  part_began_ = now;
  return seconds;
}

void TrainRecord::begin(const RunFolder& folder, TrainingRun& run, const std::vector<std::string>& files,
                        const std::function<void(JsonObject&)>& describe_data) {
  path_ = folder.record();
  ThreadPool& pool = run.context().pool();
  facts_ = describe_process(pool.threads());
  Context& ctx = run.context();
  facts_.add("device", ctx.on_device() ? ctx.device().name() : "cpu")
      .add("dtype", name_of(ctx.layer_type(DType::kF32)))
      .add("configuration", std::filesystem::path(folder.config()).filename().string())
      .add("seed", run.options().seed)
      .add("inputs", describe_files(files, pool));
  describe_data(facts_);
  facts_.add("parameters", run.model().params().parameter_count())
      .add("planned_steps", run.options().steps)
      .add("planned_bytes", run.memory().total())
      .add("began_at_step", run.steps_done())
      .add("began", time_text());
  if (std::string earlier = text_of(path_); !earlier.empty()) {
    earlier.pop_back();  // its line end
    facts_.add("earlier", JsonText{earlier});
  }
  write_text(path_, JsonObject(facts_).add("state", "running").text() + "\n");
}

void TrainRecord::end(const std::string& state, const TrainingRun& run, const std::string& error) {
  JsonObject record = facts_;
  record.add("state", state);
  if (!error.empty()) record.add("error", error);
  record.add("steps", run.steps_done())
      .add("best_step", run.best_step())
      .add("ended", time_text())
      .add("seconds", seconds_)
      .add("peak_resident_bytes", peak_resident_bytes());
  write_text(path_, record.text() + "\n");
}

}  // namespace undula::cli

#include "genomics/tasks/classify/classify_journal.h"

#include <filesystem>
#include <sstream>
#include <utility>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/safetensors.h"

namespace undula {
namespace {

namespace fs = std::filesystem;

constexpr char kFormat[] = "undula classify journal 1";

std::string bytes_name(size_t output) {
  return "output." + std::to_string(output) + ".bytes";
}
std::string tail_name(size_t output) {
  return "output." + std::to_string(output) + ".tail";
}

/// The first line of `now` that `then` does not have at its place, and the one there, as "now ..., then ...".
std::string first_difference(const std::string& now, const std::string& then) {
  std::istringstream now_lines(now), then_lines(then);
  std::string a, b;
  do {
    if (!std::getline(now_lines, a)) a = "nothing";
    if (!std::getline(then_lines, b)) b = "nothing";
  } while (a == b && a != "nothing");
  return "now " + a + ", then " + b;
}

TensorFile read_journal(const std::string& path) {
  TensorFile file = read_tensor_file(path, Checksum::kRequired);
  if (file.metadata["format"] != kFormat)
    throw Error(ErrorKind::kBadInput, "not a journal of this version of 'undula classify'", path,
                "remove it to begin anew");
  return file;
}

}  // namespace

ClassifyJournal::ClassifyJournal(std::vector<std::string> outputs, ClassifyRun run)
    : outputs_(std::move(outputs)), run_(std::move(run)), path_(partial_name(outputs_.front()) + ".journal") {}

std::optional<ClassifyCheckpoint> ClassifyJournal::load() const {
  if (!fs::exists(path_)) return std::nullopt;
  TensorFile file = read_journal(path_);
  check_same_run({file.metadata["program"], file.metadata["model"], file.metadata["options"], file.metadata["inputs"]});
  const auto integers = [&](const std::string& name) {
    const Tensor* tensor = file.find(name);
    return file.values<int64_t>(name, tensor == nullptr ? std::vector<int64_t>{0} : tensor->shape);
  };
  ClassifyCheckpoint from;
  const std::vector<int64_t> counters = file.values<int64_t>("counters", {5});
  from.calls = counters[0];
  from.digest = static_cast<uint32_t>(counters[1]);
  from.alignments = counters[2];
  from.counts = {counters[3], counters[4], integers("per_class")};
  for (size_t i = 0; i < outputs_.size(); ++i) {
    const Tensor* tail = file.find(tail_name(i));
    OutputSpot spot{file.values<int64_t>(bytes_name(i), {1})[0], ""};
    if (tail != nullptr) spot.tail.assign(reinterpret_cast<const char*>(tail->bytes.data()), tail->bytes.size());
    std::error_code error;
    const auto there = static_cast<int64_t>(fs::file_size(partial_name(outputs_[i]), error));
    if (error || there < spot.bytes) return std::nullopt;
    from.outputs.push_back(std::move(spot));
  }
  return from;
}

void ClassifyJournal::check_same_run(const ClassifyRun& then) const {
  const std::string hint = "what the run was begun with, or remove " + path_ + " to begin anew";
  if (then.options != run_.options)
    throw Error(ErrorKind::kUsage,
                "the run to go on with had other options: " + first_difference(run_.options, then.options), path_,
                hint);
  if (then.program != run_.program)
    throw Error(ErrorKind::kUsage,
                "the run to go on with was another program's: " + first_difference(run_.program, then.program), path_,
                hint);
  if (then.model != run_.model)
    throw Error(ErrorKind::kBadInput, "the model is not the one that the run to go on with had", path_, hint);
  if (then.inputs != run_.inputs)
    throw Error(ErrorKind::kBadInput,
                "an input has changed since the run to go on with: " + first_difference(run_.inputs, then.inputs),
                path_, hint);
}

void ClassifyJournal::save(const ClassifyCheckpoint& checkpoint) const {
  TensorFile file;
  file.metadata = {{"format", kFormat},
                   {"program", run_.program},
                   {"model", run_.model},
                   {"options", run_.options},
                   {"inputs", run_.inputs}};
  const std::vector<int64_t> counters = {checkpoint.calls, checkpoint.digest, checkpoint.alignments,
                                         checkpoint.counts.unread, checkpoint.counts.abstained};
  const auto add = [&](const std::string& name, const std::vector<int64_t>& values) {
    file.add<int64_t>(name, {static_cast<int64_t>(values.size())}, values);
  };
  add("counters", counters);
  add("per_class", checkpoint.counts.per_class);
  for (size_t i = 0; i < checkpoint.outputs.size(); ++i) {
    const OutputSpot& spot = checkpoint.outputs[i];
    add(bytes_name(i), {spot.bytes});
    const auto tail = std::as_bytes(std::span(spot.tail));
    if (!tail.empty()) file.refer({tail_name(i), TensorType::kU8, {static_cast<int64_t>(tail.size())}, tail});
  }
  write_tensor_file(path_, file);
}

void ClassifyJournal::remove() const {
  std::error_code ignored;
  const fs::path folder = fs::path(path_).parent_path();
  const std::string start = fs::path(path_).filename().string() + ".";
  for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, ignored))
    if (entry.path().filename().string().starts_with(start)) fs::remove(entry.path(), ignored);
  fs::remove(path_, ignored);
}

}  // namespace undula

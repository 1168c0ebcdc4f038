#include "core/model/card_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <sstream>

#include "core/base/error.h"

namespace undula {
namespace {

template <class T>
std::string text_of(T value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

template <class T>
T number(const ModelFile& file, const std::string& key) {
  const std::string& text = file.field(key);
  T value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) reject_field(file, key);
  return value;
}

}  // namespace

void reject_field(const ModelFile& file, const std::string& key) {
  throw Error(ErrorKind::kBadInput, "field " + key + " of the model file is not valid", file.path);
}

std::string number_text(int64_t value) {
  return text_of(value);
}

std::string number_text(uint64_t value) {
  return text_of(value);
}

std::string number_text(double value) {
  return text_of(value);
}

int64_t integer_field(const ModelFile& file, const std::string& key) {
  return number<int64_t>(file, key);
}

int64_t positive_field(const ModelFile& file, const std::string& key) {
  const auto value = number<int64_t>(file, key);
  if (value < 1 || value > (int64_t{1} << 31)) reject_field(file, key);
  return value;
}

uint64_t seed_field(const ModelFile& file, const std::string& key) {
  return number<uint64_t>(file, key);
}

double real_field(const ModelFile& file, const std::string& key) {
  return number<double>(file, key);
}

bool flag_field(const ModelFile& file, const std::string& key) {
  const std::string& text = file.field(key);
  if (text != "true" && text != "false") reject_field(file, key);
  return text == "true";
}

double temperature_field(const ModelFile& file) {
  if (!file.content.metadata.contains(kTemperatureField)) return 1;
  const double value = real_field(file, kTemperatureField);
  if (!(value > 0) || !std::isfinite(value)) reject_field(file, kTemperatureField);
  return value;
}

std::string lines_text(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::vector<std::string> text_lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) all.push_back(line);
  return all;
}

std::vector<std::string> findings_field(const ModelFile& file) {
  const auto found = file.content.metadata.find(kFindingsField);
  return found == file.content.metadata.end() ? std::vector<std::string>{} : text_lines(found->second);
}

std::vector<std::string> class_names(const ModelFile& file) {
  std::vector<std::string> names = text_lines(file.field("classes"));
  const bool distinct = std::set<std::string>(names.begin(), names.end()).size() == names.size();
  const bool named = std::none_of(names.begin(), names.end(), [](const std::string& n) { return n.empty(); });
  if (!distinct || !named || static_cast<int64_t>(names.size()) != file.model->config().n_outputs)
    reject_field(file, "classes");
  return names;
}

}  // namespace undula

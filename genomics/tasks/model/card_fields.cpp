#include "genomics/tasks/model/card_fields.h"

#include <array>
#include <charconv>

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

void check_front_end(const ModelFile& file) {
  if (file.field("front_end") == kDnaFrontEnd) return;
  throw Error(ErrorKind::kBadInput, "the model does not read DNA: front end '" + file.field("front_end") + "'",
              file.path);
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

}  // namespace undula

#include "genomics/tasks/model/classifier_card.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "core/base/error.h"
#include "core/model/card_fields.h"

namespace undula {
namespace {

constexpr char kTrainedOn[] = "data.records";

std::string list_text(const std::vector<int64_t>& values) {
  std::string text;
  for (const int64_t value : values) text += (text.empty() ? "" : ",") + number_text(value);
  return text;
}

std::vector<int64_t> list(const ModelFile& file, const std::string& key) {
  std::vector<int64_t> values;
  std::istringstream stream(file.field(key));
  for (std::string part; std::getline(stream, part, ',');) {
    int64_t value = 0;
    const auto result = std::from_chars(part.data(), part.data() + part.size(), value);
    if (result.ec != std::errc() || result.ptr != part.data() + part.size() || value < 1) reject_field(file, key);
    values.push_back(value);
  }
  return values;
}

}  // namespace

void ClassifierCard::store(TensorFile& content) const {
  DnaCard::store(content);
  auto& fields = content.metadata;
  fields["classes"] = lines_text(classes);  // names hold no newline
  fields["dna.shortest"] = number_text(shortest);
  fields["dna.longest"] = number_text(longest);
  fields["dna.lengths"] = list_text(lengths);
  fields["valid.accuracy"] = number_text(valid_accuracy);
  fields[kTemperatureField] = number_text(temperature);
  fields[kFindingsField] = lines_text(findings);
  content.add<int64_t>(kTrainedOn, {static_cast<int64_t>(trained_on.size())}, trained_on);
}

ClassifierCard ClassifierCard::load(const ModelFile& file) {
  if (file.model->config().head != HeadKind::kClass)
    throw Error(ErrorKind::kBadInput, "the model is no classifier", file.path);
  ClassifierCard card;
  static_cast<DnaCard&>(card) = DnaCard::load(file);
  card.classes = class_names(file);
  card.shortest = positive_field(file, "dna.shortest");
  card.longest = positive_field(file, "dna.longest");
  card.lengths = list(file, "dna.lengths");
  card.valid_accuracy = real_field(file, "valid.accuracy");
  card.temperature = temperature_field(file);
  card.findings = findings_field(file);
  const Tensor* keys = file.content.find(kTrainedOn);
  if (keys == nullptr || keys->shape.size() != 1) reject_field(file, kTrainedOn);
  card.trained_on = file.content.values<int64_t>(kTrainedOn, keys->shape);
  if (!std::is_sorted(card.trained_on.begin(), card.trained_on.end())) reject_field(file, kTrainedOn);
  return card;
}

}  // namespace undula

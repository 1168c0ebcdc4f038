#include "cli/output/model_text.h"

#include <cmath>

#include "audio/tasks/language/language_card.h"
#include "audio/tasks/model/sound_card.h"
#include "cli/domain.h"
#include "cli/output/position_text.h"
#include "cli/term/format.h"
#include "genomics/tasks/model/classifier_card.h"
#include "genomics/tasks/model/language_card.h"
#include "genomics/tasks/model/position_card.h"
#include "genomics/tasks/train/language_task.h"

namespace undula::cli {
namespace {

void add_network(const ModelFile& file, ReportLines& lines) {
  lines.add("parameters", file.model->params().parameter_count());
  for (const auto& [key, value] : file.model->config().to_metadata()) lines.add(key.substr(key.find('.') + 1), value);
}

/// File, format, task; `classes`, where there are any; the network.
ReportLines begin_model(const ModelFile& file, const std::string& task, const std::vector<std::string>& classes) {
  ReportLines lines;
  lines.add("file", file.path);
  lines.add("format", kModelFormat);
  lines.add("task", task);
  std::string names;
  for (const std::string& name : classes) names += (names.empty() ? "" : ", ") + name;
  if (!classes.empty()) lines.add("classes", names);
  add_network(file, lines);
  return lines;
}

void add_genome_training(const GenomeCard& card, ReportLines& lines) {
  lines.add("window", card.window);
  lines.add("both_strands", card.both_strands ? "trained on" : "no", card.both_strands);
  lines.add("soft_mask_weight", fixed(card.soft_mask_weight, 3), card.soft_mask_weight);
  lines.add("trained_steps", card.steps);
}

void add_digests(const ModelFile& file, const std::string& data, ReportLines& lines) {
  lines.add("data_digest", data);
  lines.add("checksum", file.field(kChecksumKey));
}

ReportLines describe_language_model(const ModelFile& file) {
  const LanguageCard card = LanguageCard::load(file);
  ReportLines lines = begin_model(file,
                                  file.model->config().head == HeadKind::kNextToken ? "predict the next base of DNA"
                                                                                    : "predict masked bases of DNA",
                                  {});
  add_genome_training(card, lines);
  const bool validated = !std::isnan(card.valid_log_loss);
  lines.add("valid_bits_per_base", validated ? fixed(bits_per_base(card.valid_log_loss), 4) : "none",
            bits_per_base(card.valid_log_loss));
  add_digests(file, card.data_digest, lines);
  return lines;
}

ReportLines describe_sound_language_model(const ModelFile& file) {
  const SoundLanguageCard card = SoundLanguageCard::load(file);
  ReportLines lines = begin_model(file, "predict the next sample of sound", {});
  lines.add("rate", grouped(card.rate) + " Hz", card.rate);
  lines.add("codes", card.codes.name());
  lines.add("window", card.window);
  lines.add("trained_steps", card.steps);
  lines.add("train_bits_per_sample", fixed(card.train_bits, 4), card.train_bits);
  const double bits = bits_per_sample(card.valid_log_loss, card.codes);
  lines.add("valid_bits_per_sample", std::isnan(bits) ? "none" : fixed(bits, 4), bits);
  lines.add("baseline", file.content.find("trigram.pairs") != nullptr ? "interpolated trigram" : "none");
  add_digests(file, card.data_digest, lines);
  return lines;
}

ReportLines describe_position_model(const ModelFile& file) {
  const PositionCard card = PositionCard::load(file);
  ReportLines lines = begin_model(file, "give each base of DNA a class", card.classes);
  lines.add("background", card.background.empty() ? "left out" : card.background);
  add_genome_training(card, lines);
  const bool validated = !std::isnan(card.valid_log_loss);
  lines.add("valid_log_loss", validated ? fixed(card.valid_log_loss, 4) + " per base" : "none", card.valid_log_loss);
  lines.add("temperature", fixed(card.temperature, 3), card.temperature);
  const auto baseline = KmerClasses::load(file.content, static_cast<int>(card.classes.size()));
  lines.add("baseline", baseline ? kmer_classes_text(baseline->k()) : "none");
  add_digests(file, card.data_digest, lines);
  return lines;
}

/// What the cards of classifiers of DNA and of sound say alike about their training.
template <class Card>
void add_classifier_training(const ModelFile& file, const Card& card, ReportLines& lines) {
  lines.add("trained_steps", card.steps);
  lines.add("trained_records", static_cast<int64_t>(card.trained_on.size()));
  const bool validated = !std::isnan(card.valid_log_loss);
  lines.add("valid_log_loss", validated ? fixed(card.valid_log_loss, 4) : "none", card.valid_log_loss);
  lines.add("valid_accuracy", validated ? fixed(100 * card.valid_accuracy, 2) + " %" : "none", card.valid_accuracy);
  lines.add("temperature", fixed(card.temperature, 3), card.temperature);
  add_digests(file, card.data_digest, lines);
}

ReportLines describe_sound_classifier(const ModelFile& file) {
  const SoundCard card = SoundCard::load(file);
  ReportLines lines = begin_model(file, "classify sound", card.classes);
  if (card.front_end.codes) lines.add("rate", card.front_end.rate);
  if (card.front_end.codes) lines.add("codes", card.front_end.codes->name());
  lines.add("channel", card.front_end.channel);
  lines.add("norm", card.front_end.norm);
  lines.add("window", grouped(card.window) + " samples", card.window);
  lines.add("trained_lengths", grouped(card.shortest) + " to " + grouped(card.longest));
  lines.add("augmentation", card.augmentation);
  add_classifier_training(file, card, lines);
  return lines;
}

ReportLines describe_classifier(const ModelFile& file) {
  const ClassifierCard card = ClassifierCard::load(file);
  const ModelConfig& config = file.model->config();
  ReportLines lines = begin_model(file, "classify DNA", card.classes);
  lines.add("window", card.window);
  lines.add("trained_lengths", grouped(card.shortest) + " to " + grouped(card.longest));
  const bool by_model = config.strands != Strands::kSingle;
  lines.add("both_strands",
            by_model            ? "read at once"
            : card.both_strands ? "averaged"
                                : "no",
            by_model || card.both_strands);
  add_classifier_training(file, card, lines);
  return lines;
}

}  // namespace

ReportLines describe_model(const ModelFile& file) {
  if (is_sound_language_model(file)) return describe_sound_language_model(file);
  if (domain_of_model(file.path) == Domain::kSound) return describe_sound_classifier(file);
  if (is_language_model(file.model->config())) return describe_language_model(file);
  if (file.model->config().head == HeadKind::kPosition) return describe_position_model(file);
  return describe_classifier(file);
}

}  // namespace undula::cli

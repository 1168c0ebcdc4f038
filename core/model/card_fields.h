#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/model_file.h"

namespace undula {

// How the cards of models read and write the text fields of a model file.

/// The field that says what a model reads; its first word is the domain.
inline constexpr char kFrontEndKey[] = "front_end";

/// Throws kBadInput: the field is not valid.
[[noreturn]] void reject_field(const ModelFile& file, const std::string& key);

/// The shortest text that reads back as the same number.
std::string number_text(int64_t value);
std::string number_text(uint64_t value);
std::string number_text(double value);

int64_t integer_field(const ModelFile& file, const std::string& key);
/// From 1 to 2^31.
int64_t positive_field(const ModelFile& file, const std::string& key);
uint64_t seed_field(const ModelFile& file, const std::string& key);
double real_field(const ModelFile& file, const std::string& key);
/// "true" or "false".
bool flag_field(const ModelFile& file, const std::string& key);

/// What logits are divided by before they become probabilities (core/train/calibration.h); 1 in models of earlier
/// versions, which have no such field.
inline constexpr char kTemperatureField[] = "calibration.temperature";
double temperature_field(const ModelFile& file);

/// Lines, each with its end, as one text, and back.
std::string lines_text(const std::vector<std::string>& lines);
std::vector<std::string> text_lines(const std::string& text);
/// What an audit of the training data warned of, as lines_text(); models of earlier versions have no such field.
inline constexpr char kFindingsField[] = "data.findings";
std::vector<std::string> findings_field(const ModelFile& file);
/// The field "classes" of lines_text(): one distinct name for each output of the model.
std::vector<std::string> class_names(const ModelFile& file);

}  // namespace undula

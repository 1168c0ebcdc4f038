#pragma once
#include <string>

#include "genomics/tasks/model/classifier_card.h"

namespace undula::test {

/// Writes a small untrained classifier with random weights to `path`.
inline ClassifierCard write_random_classifier(const std::string& path, int64_t window, double temperature = 1) {
  ModelConfig config;
  config.bidirectional = true;
  config.d_model = 16;
  config.n_layer = 1;
  config.n_outputs = 3;
  config.stride = 2;
  SequenceModel model(config, DType::kF32);
  model.allocate(false);
  model.params().initialise(RandomKey(7));
  ClassifierCard card;
  card.classes = {"alpha", "beta", "gamma delta"};
  card.window = window;
  card.shortest = 10;
  card.longest = window;
  card.temperature = temperature;
  card.data_digest = "none";
  card.trained_on = {-5, 3, 9};
  TensorFile content;
  card.store(content);
  write_model(path, model, std::move(content));
  return card;
}

}  // namespace undula::test

#pragma once
#include "core/model/runner.h"

namespace undula {

/// The schedule that cuts a model's batches into chunks: chunk-major for a causal stack, layer-major for others.
Schedule chunked_schedule(const ModelConfig& model);

/// How to train on `rows` samples at once, of at most `length` tokens: whole where the activations take no more than
/// `bytes`, else in the longest chunks, from 32,768 tokens down to 1,024, that take no more; in the shortest where none
/// do. What is chosen depends on nothing else.
RunnerOptions fitting_schedule(const ModelConfig& model, int64_t rows, int64_t length, size_t bytes);

}  // namespace undula

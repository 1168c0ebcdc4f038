#pragma once
#include <memory>

#include "core/data/sample_source.h"
#include "genomics/tasks/labelled/labelled_data.h"
#include "genomics/tasks/model/classifier_card.h"
#include "genomics/tasks/train/train_plan.h"

namespace undula {

/// What the choice of a model depends on, from a data set with splits.
TrainingFacts describe_training(const LabelledData& data);

/// True where the composition of a class differs, position by position, from that of its reverse complements: then the
/// sequences are oriented (around a start site, say), and strands must not be exchanged. For sequences of one length.
bool is_oriented(const Dataset& dataset);

/// The training samples, augmented with the other strand where `both_strands`.
std::unique_ptr<SampleSource> open_training(const LabelledData& data, bool both_strands, uint64_t seed,
                                            double mutate = 0);

/// The samples of a split as they are judged: views are the strands. `windows` is how many are cut from long sequences
/// (spread evenly; lengths and classes take turns). Null where the split is empty.
std::unique_ptr<SampleSource> open_evaluation(const LabelledData& data, Split split, bool both_strands,
                                              int64_t windows);

/// Keys of the sequences of a split, sorted, each once: the same for a sequence and its reverse complement.
std::vector<int64_t> sequence_keys(const LabelledData& data, Split split);

/// How many sequences of a split have one of these keys.
int64_t count_known(const LabelledData& data, Split split, const std::vector<int64_t>& sorted_keys);

/// SHA-256 of classes, sequences, labels, weights and splits.
std::string data_digest(const LabelledData& data);

}  // namespace undula

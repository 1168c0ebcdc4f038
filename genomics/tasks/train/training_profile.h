#pragma once
#include "genomics/tasks/model/kmer_profile.h"
#include "genomics/tasks/train/language_data.h"

namespace undula {

/// The profile of the training parts of genomes.
KmerProfile training_profile(const LanguageData& data);

}  // namespace undula

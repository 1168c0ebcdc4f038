#pragma once
#include "genomics/tasks/kmer_profile.h"
#include "genomics/tasks/language_data.h"

namespace undula {

/// The profile of the training parts of genomes.
KmerProfile training_profile(const LanguageData& data);

}  // namespace undula

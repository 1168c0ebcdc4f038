#pragma once
#include <string>
#include <vector>

#include "cli/options/option_set.h"

namespace undula::cli {

/// What data or a model are about.
enum class Domain : uint8_t { kDna, kSound };

/// "DNA", "sound": also how an option says which of the two it is for (Option::only_for).
const char* name_of(Domain domain);

/// What a model file says that it reads. Errors: those of read_tensor_file, kBadInput where it does not say.
Domain domain_of_model(const std::string& path);

/// What inputs of any form hold: folders, tables, LABEL=FILE pairs, files. Content comes before suffixes; what is
/// nowhere recognised as sound is DNA.
Domain domain_of_data(const std::vector<std::string>& inputs);

/// From here on `options` are those of one domain: an option of the other that was given is a kUsage error, and none of
/// them is part of the resolved configuration. `what` names the data or the model that decided.
void choose_domain(OptionSet& options, Domain domain, const std::string& what);

}  // namespace undula::cli

#pragma once
#include "cli/output/report_lines.h"
#include "core/model/model_file.h"

namespace undula::cli {

/// What a model is for, its network, and what it was trained on.
ReportLines describe_model(const ModelFile& file);

}  // namespace undula::cli

#include "genomics/io/htslib_info.h"

#include <htslib/hts.h>

namespace undula {

std::string htslib_version() {
  return hts_version();
}

std::string htslib_features() {
  return hts_feature_string();
}

}  // namespace undula

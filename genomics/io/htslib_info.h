#pragma once
#include <string>

namespace undula {

/// Version of the HTSlib that this program runs with, for example "1.16".
std::string htslib_version();

/// What that library was built with, for example "build=... libcurl=yes S3=yes libdeflate=yes ...".
std::string htslib_features();

}  // namespace undula

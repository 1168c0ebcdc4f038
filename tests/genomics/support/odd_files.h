#pragma once
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/genomics/support/data_sets.h"
#include "tests/support/temp_folder.h"

namespace undula::testing {

/// A file of the specifications' own test files.
struct OddFile {
  std::string path, member;
  bool valid;
};

/// One archive of the data set hts-odd, unpacked: "sam", "cram" or "vcf". No files where the data set is not here.
class OddFiles {
 public:
  explicit OddFiles(const std::string& name) {
    const std::filesystem::path set = data_set("hts-odd");
    if (set.empty()) return;
    const std::string archive = name + ".tar.gz";
    const std::string unpack = "tar xzf '" + (set / archive).string() + "' -C '" + folder_.path().string() + "'";
    REQUIRE(std::system(unpack.c_str()) == 0);
    std::ifstream manifest(set / "manifest.tsv");
    for (std::string line; std::getline(manifest, line);) {
      std::istringstream fields(line);
      std::string from, member, format, expected;
      fields >> from >> member >> format >> expected;
      if (from == archive) files_.push_back({folder_.path() / member, member, expected == "passed"});
    }
  }

  const std::vector<OddFile>& files() const { return files_; }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  TempFolder folder_;
  std::vector<OddFile> files_;
};

}  // namespace undula::testing

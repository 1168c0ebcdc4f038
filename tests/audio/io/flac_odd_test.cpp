#include <cstdlib>
#include <filesystem>
#include <set>

#include "core/base/error.h"
#include "tests/audio/support/sounds.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

std::filesystem::path datasets() {
  const char* set = std::getenv("UNDULA_DATASETS");
  return set != nullptr ? set : std::filesystem::path(UNDULA_TESTS_DIR) / "../../shared/datasets";
}

}  // namespace

TEST_CASE("unusual and faulty FLAC files are read or refused, never worse") {
  const std::filesystem::path folder = datasets() / "flac-odd";
  if (!std::filesystem::exists(folder)) UNDULA_SKIP("no flac-odd below UNDULA_DATASETS");
  // What libsndfile 1.2.0 cannot decode: 20 bits, a change of channels on the way, junk first, and damage.
  const std::set<std::string> refused = {"62_", "02_in", "03_de", "11_", "04_", "08_"};
  for (const char* part : {"subset", "uncommon", "faulty"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder / part)) {
      const std::string name = entry.path().filename();
      INFO(name);
      bool expected = true;
      for (const std::string& start : refused) expected = expected && !name.starts_with(start);
      std::string error;
      size_t samples = 0;
      try {
        samples = testing::read_sound(entry.path()).size();
      } catch (const Error& thrown) {
        CHECK(thrown.kind() == ErrorKind::kBadInput);
        error = thrown.message();
      }
      INFO(error);
      CHECK((samples > 0) == expected);
    }
  }
}

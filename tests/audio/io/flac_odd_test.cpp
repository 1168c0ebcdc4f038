#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "audio/io/sound_reader.h"
#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

std::filesystem::path datasets() {
  const char* set = std::getenv("UNDULA_DATASETS");
  return set != nullptr ? set : std::filesystem::path(UNDULA_TESTS_DIR) / "../../shared/datasets";
}

}  // namespace

TEST_CASE("unusual and faulty FLAC files are read whole where libsndfile reads them, else refused, never worse") {
  const std::filesystem::path folder = datasets() / "flac-odd";
  if (!std::filesystem::exists(folder)) UNDULA_SKIP("no flac-odd below UNDULA_DATASETS");
  // path, bytes, frames, rate and channels as stated, and what libsndfile 1.2.0 says: "ok (FRAMES, ...", or an error.
  std::ifstream manifest(folder / "manifest.tsv");
  std::string line;
  std::getline(manifest, line);
  int64_t files = 0, refused = 0;
  while (std::getline(manifest, line)) {
    INFO(line);
    ++files;
    const std::string path = folder / line.substr(0, line.find('\t')), verdict = line.substr(line.rfind('\t') + 1);
    const bool readable = verdict.starts_with("ok (");
    std::string error;
    int64_t frames = 0;
    try {
      SoundReader reader(path);  // the mean of all channels
      std::vector<float> block(4096);
      while (const int64_t got = reader.read(block.data(), 4096)) frames += got;
    } catch (const Error& thrown) {
      CHECK(thrown.kind() == ErrorKind::kBadInput);
      error = thrown.message();
      CHECK(error.find(path) != std::string::npos);
    }
    INFO(error);
    CHECK(error.empty() == readable);
    if (readable) {
      CHECK(frames == std::stoll(verdict.substr(4)));
    } else {
      ++refused;
    }
  }
  // Refused: 20 bits, junk first, two changes of channels on the way, a wrong number of them, and a block too long.
  CHECK(files == 19);
  CHECK(refused == 6);
}

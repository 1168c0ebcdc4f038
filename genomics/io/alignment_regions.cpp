#include "genomics/io/alignment_regions.h"

#include <htslib/hts.h>
#include <htslib/sam.h>

#include <algorithm>
#include <limits>
#include <map>

#include "core/base/error.h"
#include "core/base/suggest.h"

namespace undula {
namespace {

constexpr int64_t kToTheEnd = std::numeric_limits<int64_t>::max();

[[noreturn]] void refuse_contig(const std::string& contig, const sam_hdr_t* header, const std::string& path) {
  std::vector<std::string> names;
  for (int i = 0; i < sam_hdr_nref(header); ++i) names.emplace_back(sam_hdr_tid2name(header, i));
  const std::string near = closest(contig, names);
  throw Error(ErrorKind::kUsage,
              "the header of " + path + " names no contig '" + contig + "'" +
                  (near.empty() ? "" : "; did you mean '" + near + "'?"),
              path, "samtools view -H " + path + " lists the contigs; write {NAME}:BEG-END for a name with a colon");
}

/// Overlapping and touching windows as one, in order.
std::vector<Window> merged(std::vector<Window> windows) {
  std::sort(windows.begin(), windows.end(), [](const Window& a, const Window& b) { return a.begin < b.begin; });
  std::vector<Window> result;
  for (const Window& window : windows) {
    if (!result.empty() && window.begin <= result.back().end) {
      result.back().end = std::max(result.back().end, window.end);
    } else {
      result.push_back(window);
    }
  }
  return result;
}

/// The regions as HTSlib reads them, in the order of the header.
std::vector<std::string> region_texts(const std::vector<Region>& regions, sam_hdr_t* header, const std::string& path) {
  std::map<int, std::vector<Window>> contigs;
  bool unplaced = false;
  for (const Region& region : regions) {
    if (region.contig == kUnplaced) {
      unplaced = true;
      continue;
    }
    const int contig = sam_hdr_name2tid(header, region.contig.c_str());
    if (contig < 0) refuse_contig(region.contig, header, path);
    contigs[contig].push_back({region.begin, region.end.value_or(kToTheEnd)});
  }
  std::vector<std::string> texts;
  for (const auto& [contig, windows] : contigs) {
    const std::string name = "{" + std::string(sam_hdr_tid2name(header, contig)) + "}:";
    for (const Window& window : merged(windows))
      texts.push_back(name + std::to_string(window.begin + 1) + "-" +
                      (window.end == kToTheEnd ? "" : std::to_string(window.end)));
  }
  if (unplaced) texts.emplace_back(kUnplaced);
  return texts;
}

}  // namespace

HtsHandle<hts_itr_t> records_of_regions(htsFile* file, sam_hdr_t* header, const std::string& path,
                                        const std::vector<Region>& regions) {
  std::vector<std::string> texts = region_texts(regions, header, path);
  const HtsHandle<hts_idx_t> index(sam_index_load3(file, path.c_str(), nullptr, HTS_IDX_SILENT_FAIL));
  if (index == nullptr)
    throw Error(ErrorKind::kMissing, "regions of " + path + " cannot be found: it has no index", path,
                "samtools index " + path);
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  HtsHandle<hts_itr_t> records(
      sam_itr_regarray(index.get(), header, pointers.data(), static_cast<unsigned>(pointers.size())));
  if (records == nullptr)
    throw Error(ErrorKind::kBadInput, "the index of " + path + " does not fit it", path,
                "samtools index " + path + " makes it again");
  return records;
}

}  // namespace undula

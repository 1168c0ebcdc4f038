#include "cli/options/alignment_options.h"

#include "core/base/error.h"

namespace undula::cli {
namespace {

int flags(const std::string& name, const std::string& text) {
  const int flags = parse_alignment_flags(text);
  if (flags >= 0) return flags;
  throw Error(ErrorKind::kUsage, "'" + text + "' is no set of alignment flags", name,
              "a number such as 2304 or 0x900, or names such as SECONDARY,SUPPLEMENTARY");
}

/// Adds "TAG" or "TAG:VALUE".
void add_tag(const std::string& text, AlignmentFilter& filter) {
  const std::string tag = text.substr(0, text.find(':'));
  if (tag.size() != 2)
    throw Error(ErrorKind::kUsage, "'" + text + "' names no tag", "--tag", "two letters, as in NM or RG:first");
  if (!filter.tag.empty() && filter.tag != tag)
    throw Error(ErrorKind::kUsage, "two tags, " + filter.tag + " and " + tag, "--tag",
                "values of one and the same tag");
  const bool any = tag == text || (filter.tag == tag && filter.tag_values.empty());
  filter.tag = tag;
  if (any) {
    filter.tag_values.clear();
  } else {
    filter.tag_values.push_back(text.substr(tag.size() + 1));
  }
}

}  // namespace

void AlignmentOptions::declare(OptionSet& options) {
  options.begin_group("Alignments (BAM, CRAM, SAM); reads are turned back to their original strand");
  options.add("-f,--require-flags", &require_, "FLAGS", "use only records that have all of these flags");
  options.add("-F,--exclude-flags", &exclude_, "FLAGS",
              "leave out records that have any of these; 0x900 is secondary and supplementary");
  options.add("--min-mapq", &min_mapping_quality_, "N", "leave out records of a lower mapping quality").range(0, 255);
  options.add("-d,--tag", &tags_, "TAG[:VALUE]",
              "use only records with this tag, of this value; given again, any of the values will do");
  source_.declare(options);
}

AlignmentFilter AlignmentOptions::filter() const {
  AlignmentFilter filter;
  filter.require_flags = flags("--require-flags", require_);
  filter.exclude_flags = flags("--exclude-flags", exclude_);
  filter.min_mapping_quality = static_cast<int>(min_mapping_quality_);
  for (const std::string& text : tags_) add_tag(text, filter);
  return filter;
}

}  // namespace undula::cli

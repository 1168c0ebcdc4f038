#include "cli/output/classify_summary.h"

#include "cli/term/format.h"
#include "core/io/json.h"

namespace undula::cli {

std::string classify_summary(const ClassifyTotals& totals, const ClassifierCard& card, double confidence,
                             double seconds) {
  std::string text = "classified " + grouped(totals.records) + " records, " + grouped(totals.bases) + " bp in " +
                     duration(seconds) + ": " + scaled(static_cast<double>(totals.records) / seconds) + " records/s, " +
                     fixed(static_cast<double>(totals.bases) / seconds / 1e6, 2) + " Mbp/s\n";
  if (totals.unread > 0) text += grouped(totals.unread) + " rows are unclassified: no unambiguous base\n";
  if (totals.abstained > 0)
    text += grouped(totals.abstained) + " rows are unclassified: no class has a probability of " +
            json_text(confidence) + "\n";
  if (totals.mates_apart > 0)
    text += grouped(totals.mates_apart) +
            " mates are called one by one; pairs are called together from 'samtools collate -O -u INPUT', or with "
            "--interleaved (--unpaired: not)\n";
  if (totals.outside > 0)
    text += grouped(totals.outside) + " records lie outside the trained lengths, " + grouped(card.shortest) + " to " +
            grouped(card.longest) + " bp\n";
  return text;
}

}  // namespace undula::cli

#pragma once
#include <string>
#include <vector>

namespace undula {

/// A headline figure: "Accuracy", "98.2 %", "95 % interval 97.9 to 98.5; baseline 96.4".
struct ReportCard {
  std::string label, value, detail;
};

/// Rows of text. With a header, columns but the first are set to the right, as numbers are.
struct ReportTable {
  std::string title;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// A drawing of this folder's plots, with a line of explanation that may be empty.
struct ReportPlot {
  std::string svg;  ///< trusted: written as it is
  std::string caption;
};

/// Plots and tables that belong together.
struct ReportSection {
  std::string title;
  std::vector<ReportPlot> plots;
  std::vector<ReportTable> tables;
};

/// What a report of a training or an evaluation shows, from top to bottom.
struct RunReport {
  std::string title, subtitle;
  std::vector<ReportCard> cards;
  std::vector<std::string> notes;  ///< warnings and what a reader must know, in a box
  std::vector<ReportSection> sections;
  std::vector<std::string> reproduce;  ///< commands, one a line
};

/// One HTML page that needs nothing else: no network, no scripts, fit for print. Equal reports give equal bytes.
std::string html_report(const RunReport& report);

}  // namespace undula

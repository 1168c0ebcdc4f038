#include "cli/options/help.h"

#include <algorithm>
#include <sstream>

namespace undula::cli {
namespace {

constexpr size_t kHelpColumn = 28;

std::string spelling(const Option& option) {
  if (option.positional()) return option.names().front() + (option.takes_many() ? "..." : "");
  std::string text = option.names().front().size() == 2 ? "" : "    ";
  for (size_t i = 0; i < option.names().size(); ++i) text += (i == 0 ? "" : ", ") + option.names()[i];
  return option.placeholder().empty() ? text : text + " " + option.placeholder();
}

std::string explanation(const Option& option) {
  std::string text = option.help(), notes;
  const auto note = [&notes](const std::string& piece) { notes += (notes.empty() ? "" : "; ") + piece; };
  for (const std::string& choice : option.allowed())
    text += (&choice == &option.allowed().front() ? ": " : ", ") + choice;
  if (!option.shown_default().empty() && !option.positional()) note("default " + option.shown_default());
  if (!option.environment().empty()) note("$" + option.environment());
  return notes.empty() ? text : text + " [" + notes + "]";
}

std::string option_line(const Option& option) {
  std::string line = "  " + spelling(option);
  if (line.size() + 2 > kHelpColumn) {
    line += "\n" + std::string(kHelpColumn, ' ');
  } else {
    line.resize(kHelpColumn, ' ');
  }
  return line + wrapped(explanation(option), kHelpColumn) + "\n";
}

std::string usage_line(const OptionSet& options) {
  std::string line = "usage: " + options.command() + " [options]";
  for (const Option& option : options.options())
    if (option.positional()) line += option.required() ? " " + spelling(option) : " [" + spelling(option) + "]";
  return line + "\n";
}

}  // namespace

std::string wrapped(const std::string& text, size_t indent, size_t width) {
  std::istringstream words(text);
  std::string out;
  size_t column = indent;
  for (std::string word; words >> word;) {
    if (out.empty()) {
      out = word;
    } else if (column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ') + word;
      column = indent;
    } else {
      out += " " + word;
      ++column;
    }
    column += word.size();
  }
  return out;
}

std::string help_text(const OptionSet& options) {
  std::string text = options.command() + ": " + options.summary() + "\n\n" + usage_line(options) + "\n";
  std::vector<std::string> groups;
  for (const Option& option : options.options())
    if (std::find(groups.begin(), groups.end(), option.group()) == groups.end()) groups.push_back(option.group());
  for (const std::string& group : groups) {
    if (!group.empty()) text += group + "\n";
    for (const Option& option : options.options())
      if (option.group() == group) text += option_line(option);
    text += "\n";
  }
  text += "Examples\n";
  for (const auto& example : options.examples()) text += "  # " + example.comment + "\n  " + example.command + "\n";
  return text;
}

}  // namespace undula::cli

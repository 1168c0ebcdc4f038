#include "cli/term/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "cli/term/format.h"

namespace undula::cli {
namespace {

constexpr auto kLiveInterval = std::chrono::milliseconds(100);
constexpr auto kPlainInterval = std::chrono::seconds(10);

size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

ProgressStyle progress_style(bool quiet, bool verbose) {
  if (quiet) return ProgressStyle::kSilent;
  if (isatty(STDERR_FILENO) == 1) return ProgressStyle::kLive;
  return verbose ? ProgressStyle::kPlain : ProgressStyle::kSilent;
}

Progress::Progress(std::string title, std::string unit, ProgressStyle style)
    : title_(std::move(title)), unit_(std::move(unit)), style_(style), start_(Clock::now()), shown_(start_) {}

std::string Progress::line(int64_t done, int64_t total, double seconds, const std::string& note) const {
  std::string text = title_ + ": " + grouped(done) + (total > 0 ? " of " + grouped(total) : "") + " " + unit_;
  const double rate = static_cast<double>(done - first_) / seconds;
  if (seconds >= 1 && rate > 0) {
    text += ", " + scaled(rate) + "/s";
    if (total > done) text += ", " + duration(static_cast<double>(total - done) / rate) + " left";
  }
  return note.empty() ? text : text + ", " + note;
}

void Progress::update(int64_t done, int64_t total, const std::string& note) {
  if (first_ < 0) first_ = done;
  if (style_ == ProgressStyle::kSilent) return;
  const auto now = Clock::now();
  const bool live = style_ == ProgressStyle::kLive;
  if (live ? visible_ && now - shown_ < kLiveInterval : now - shown_ < kPlainInterval) return;
  shown_ = now;
  const std::string text = line(done, total, std::chrono::duration<double>(now - start_).count(), note);
  if (live) {
    std::fprintf(stderr, "\r\033[K%s", text.substr(0, terminal_width() - 1).c_str());
    std::fflush(stderr);
    visible_ = true;
  } else {
    std::fprintf(stderr, "%s\n", text.c_str());
  }
}

void Progress::clear() {
  if (!visible_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  visible_ = false;
}

}  // namespace undula::cli

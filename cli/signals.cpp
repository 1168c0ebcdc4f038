#include "cli/signals.h"

#include <csignal>
#include <initializer_list>

namespace undula::cli {
namespace {

volatile std::sig_atomic_t noted_signal = 0;

void note(int signal) {
  noted_signal = signal;
  if (signal == SIGINT) std::signal(SIGINT, SIG_DFL);
}

}  // namespace

void note_stop_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) std::signal(signal, note);
}

int stop_signal() {
  return noted_signal;
}

int stop_exit_code(int signal) {
  return signal == SIGINT ? 130 : 75;
}

}  // namespace undula::cli

#pragma once

namespace undula::cli {

/// From here on SIGINT, SIGTERM and SIGUSR1 are only noted, so that a long task can save and stop in order. A second
/// SIGINT ends the program at once.
void note_stop_signals();

/// The signal that asked the program to stop; 0 while none did.
int stop_signal();

/// Exit code of a task that saved and stopped after `signal`: 130 for SIGINT, 75 (can be resumed) for the others.
int stop_exit_code(int signal);

}  // namespace undula::cli

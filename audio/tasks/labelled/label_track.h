#pragma once
#include <string>

#include "audio/tasks/labelled/sound_rows.h"

namespace undula {

/// True for a text file whose first line is one of an Audacity label file: start, end and label, with tabs between.
bool is_label_track(const std::string& path);

/// The sound of the same name in the same folder. Throws kMissing where there is none, kUsage where there are several.
std::string sound_beside(const std::string& path);

/// Appends the labelled stretches of an Audacity label file, in seconds of `sound`. Lines that begin with a backslash
/// (spectral selections) and points (start = end) are left out. Errors: kBadInput with the line.
void append_label_track(const std::string& path, const std::string& sound, Split split, SoundRows& rows);

/// One line of such a file.
std::string label_track_line(double start, double end, const std::string& label);

}  // namespace undula

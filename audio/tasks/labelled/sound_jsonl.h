#pragma once
#include <string>

#include "audio/tasks/labelled/sound_rows.h"

namespace undula {

/// True for a file that begins with a JSON object.
bool is_sound_jsonl(const std::string& path);

/// Appends the sounds of a file of JSON objects, one a line, with NeMo's keys: audio_filepath (relative to the file's
/// folder), offset and duration in seconds, label; also split, and the options' group column or "group". Other keys are
/// not looked at. Errors: kBadInput that names the line.
void append_sound_jsonl(const std::string& path, Split split, const SoundRowOptions& options, SoundRows& rows);

}  // namespace undula

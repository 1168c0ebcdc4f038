#pragma once
#include <string>

#include "audio/audit/sound_audit.h"
#include "core/io/json.h"

namespace undula::cli {

/// An audit of sounds as tables for people: durations, levels and files by split and class, what simple rules score, a
/// verdict for each check.
std::string sound_audit_text(const SoundAudit& audit, const SoundData& data);
/// The same as one JSON object, and as an HTML page.
JsonObject sound_audit_json(const SoundAudit& audit, const SoundData& data);
std::string sound_audit_page(const SoundAudit& audit, const SoundData& data);

}  // namespace undula::cli

#pragma once

namespace undula {

/// Colours that people with colour-blindness can tell apart (Okabe and Ito 2008).
inline constexpr const char* kSeriesColours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};
inline constexpr const char* kInk = "#1f2933";
inline constexpr const char* kFaintInk = "#66727f";
inline constexpr const char* kGrid = "#e1e5ea";

}  // namespace undula

#pragma once
#include <string_view>

#include "audio/picture/png.h"

namespace undula {

inline constexpr int kGlyphWidth = 6, kGlyphHeight = 7;  ///< pixels; the width with the gap behind it

/// Width of a text in pixels.
int text_width(std::string_view text);
/// Writes figures and the letters of units from its upper left corner on; other characters are left blank.
void draw_text(Raster& picture, int x, int y, std::string_view text, Colour colour);

}  // namespace undula

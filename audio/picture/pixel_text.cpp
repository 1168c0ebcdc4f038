#include "audio/picture/pixel_text.h"

#include <array>

namespace undula {
namespace {

/// Seven rows of five pixels, the leftmost in bit 4.
struct Glyph {
  char letter;
  std::array<uint8_t, kGlyphHeight> rows;
};

constexpr Glyph kGlyphs[] = {
    {'0', {14, 17, 19, 21, 25, 17, 14}}, {'1', {4, 12, 4, 4, 4, 4, 14}},      {'2', {14, 17, 1, 2, 4, 8, 31}},
    {'3', {31, 2, 4, 2, 1, 17, 14}},     {'4', {2, 6, 10, 18, 31, 2, 2}},     {'5', {31, 16, 30, 1, 1, 17, 14}},
    {'6', {6, 8, 16, 30, 17, 17, 14}},   {'7', {31, 1, 2, 4, 8, 8, 8}},       {'8', {14, 17, 17, 14, 17, 17, 14}},
    {'9', {14, 17, 17, 15, 1, 2, 12}},   {'.', {0, 0, 0, 0, 0, 12, 12}},      {'-', {0, 0, 0, 31, 0, 0, 0}},
    {'/', {0, 1, 2, 4, 8, 16, 0}},       {'k', {16, 16, 18, 20, 24, 20, 18}}, {'H', {17, 17, 17, 31, 17, 17, 17}},
    {'z', {0, 0, 31, 2, 4, 8, 31}},      {'s', {0, 0, 14, 16, 14, 1, 30}},    {'b', {16, 16, 22, 25, 17, 17, 30}},
    {'i', {4, 0, 12, 4, 4, 4, 14}},      {'t', {8, 8, 28, 8, 8, 9, 6}},       {'d', {1, 1, 13, 19, 17, 17, 15}},
    {'B', {30, 17, 17, 30, 17, 17, 30}}, {'F', {31, 16, 16, 30, 16, 16, 16}}, {'S', {15, 16, 16, 14, 1, 1, 30}},
};

}  // namespace

int text_width(std::string_view text) {
  return static_cast<int>(text.size()) * kGlyphWidth;
}

void draw_text(Raster& picture, int x, int y, std::string_view text, Colour colour) {
  for (const char letter : text) {
    for (const Glyph& glyph : kGlyphs) {
      if (glyph.letter != letter) continue;
      for (int row = 0; row < kGlyphHeight; ++row)
        for (int column = 0; column < 5; ++column)
          if ((glyph.rows[static_cast<size_t>(row)] >> (4 - column) & 1) != 0) picture.set(x + column, y + row, colour);
    }
    x += kGlyphWidth;
  }
}

}  // namespace undula

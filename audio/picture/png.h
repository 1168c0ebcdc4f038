#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace undula {

using Colour = std::array<uint8_t, 3>;  ///< red, green, blue

/// A picture in true colour, from left to right and from top to bottom.
class Raster {
 public:
  Raster(int width, int height, Colour fill);

  int width() const { return width_; }
  int height() const { return height_; }
  Colour& at(int x, int y) {
    return pixels_[static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x)];
  }
  const Colour& at(int x, int y) const { return const_cast<Raster*>(this)->at(x, y); }
  /// Sets a pixel where it lies in the picture.
  void set(int x, int y, Colour colour);
  /// Fills a rectangle, cut off at the borders.
  void fill(int x, int y, int width, int height, Colour colour);

 private:
  int width_, height_;
  std::vector<Colour> pixels_;
};

/// The picture as a PNG file (ISO/IEC 15948): 8 bits a channel, deflated by zlib; equal pictures give equal bytes.
std::string png_file(const Raster& picture);

}  // namespace undula

#include "audio/picture/png.h"

#include <zlib.h>

#include <algorithm>

#include "core/base/error.h"

namespace undula {
namespace {

void append_be32(uint32_t value, std::string& to) {
  for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(value >> shift & 255);
}

void append_chunk(const std::string& type, const std::string& data, std::string& to) {
  append_be32(static_cast<uint32_t>(data.size()), to);
  const std::string body = type + data;
  to += body;
  append_be32(
      static_cast<uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))), to);
}

}  // namespace

Raster::Raster(int width, int height, Colour fill)
    : width_(width), height_(height), pixels_(static_cast<size_t>(width) * static_cast<size_t>(height), fill) {}

void Raster::set(int x, int y, Colour colour) {
  if (x >= 0 && y >= 0 && x < width_ && y < height_) at(x, y) = colour;
}

void Raster::fill(int x, int y, int width, int height, Colour colour) {
  for (int row = y; row < y + height; ++row)
    for (int column = x; column < x + width; ++column) set(column, row, colour);
}

std::string png_file(const Raster& picture) {
  std::string lines;
  lines.reserve(static_cast<size_t>(picture.height()) * (static_cast<size_t>(picture.width()) * 3 + 1));
  for (int y = 0; y < picture.height(); ++y) {
    lines += '\0';  // no filter
    for (int x = 0; x < picture.width(); ++x)
      for (const uint8_t channel : picture.at(x, y)) lines += static_cast<char>(channel);
  }
  uLongf size = compressBound(lines.size());
  std::string packed(size, '\0');
  const int result = compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                               reinterpret_cast<const Bytef*>(lines.data()), lines.size(), 9);
  require(result == Z_OK, "png", "zlib failed");
  packed.resize(size);

  std::string header;
  append_be32(static_cast<uint32_t>(picture.width()), header);
  append_be32(static_cast<uint32_t>(picture.height()), header);
  header += {8, 2, 0, 0, 0};  // bits a channel, true colour, deflate, filters, not interlaced
  std::string file = "\x89PNG\r\n\x1a\n";
  append_chunk("IHDR", header, file);
  append_chunk("IDAT", packed, file);
  append_chunk("IEND", "", file);
  return file;
}

}  // namespace undula

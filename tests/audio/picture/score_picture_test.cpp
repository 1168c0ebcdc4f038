#include "audio/picture/score_picture.h"

#include <zlib.h>

#include <cmath>
#include <numbers>

#include "tests/support/catch.h"

using namespace undula;

namespace {

uint32_t be32(const std::string& text, size_t at) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(text[at + i]);
  return value;
}

/// The pixels of a PNG file of ours, its checksums verified on the way.
Raster decode(const std::string& file) {
  REQUIRE(file.substr(0, 8) == "\x89PNG\r\n\x1a\n");
  Raster picture(1, 1, {});
  for (size_t at = 8; at < file.size();) {
    const uint32_t size = be32(file, at);
    const std::string body = file.substr(at + 4, size + 4);
    CHECK(be32(file, at + 8 + size) ==
          crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
    if (body.substr(0, 4) == "IHDR")
      picture = Raster(static_cast<int>(be32(body, 4)), static_cast<int>(be32(body, 8)), {});
    if (body.substr(0, 4) == "IDAT") {
      const size_t line = static_cast<size_t>(picture.width()) * 3 + 1;
      uLongf room = line * static_cast<size_t>(picture.height());
      std::string lines(room, '\0');
      REQUIRE(uncompress(reinterpret_cast<Bytef*>(lines.data()), &room, reinterpret_cast<const Bytef*>(body.data()) + 4,
                         static_cast<uLong>(size)) == Z_OK);
      REQUIRE(room == lines.size());
      for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
          for (size_t c = 0; c < 3; ++c)
            picture.at(x, y)[c] =
                static_cast<uint8_t>(lines[static_cast<size_t>(y) * line + 1 + static_cast<size_t>(x) * 3 + c]);
    }
    at += size + 12;
  }
  return picture;
}

}  // namespace

TEST_CASE("a PNG file holds the pixels") {
  Raster picture(5, 3, {1, 2, 3});
  picture.at(4, 2) = {255, 0, 128};
  picture.fill(-1, -1, 3, 2, {9, 9, 9});
  const Raster back = decode(png_file(picture));
  REQUIRE(back.width() == 5);
  REQUIRE(back.height() == 3);
  for (int y = 0; y < 3; ++y)
    for (int x = 0; x < 5; ++x) CHECK(back.at(x, y) == picture.at(x, y));
  CHECK(picture.at(1, 0) == Colour{9, 9, 9});
  CHECK(picture.at(2, 0) == Colour{1, 2, 3});
}

TEST_CASE("a tone is a bright line at its frequency, whatever its length and the cut") {
  for (const int seconds : {1, 40}) {
    ScorePicture picture("a tone", 8000, 0);
    std::vector<float> samples;
    for (int i = 0; i < 8000 * seconds; ++i)
      samples.push_back(static_cast<float>(std::sin(2 * std::numbers::pi * 1000 * i / 8000)));
    for (size_t begin = 0; begin < samples.size(); begin += 3000) {
      const auto part = std::span(samples).subspan(begin, std::min<size_t>(3000, samples.size() - begin));
      const std::vector<double> bits(part.size(), begin < samples.size() / 2 ? 1.0 : 4.0);
      picture.add(part, bits);
    }
    const Raster drawn = decode(picture.png());
    const auto brightness = [&](int y) { return drawn.at(400, y)[0] + drawn.at(400, y)[1] + drawn.at(400, y)[2]; };
    const int tone = 34 + 299 - 75;  // a quarter of the way up
    CHECK(brightness(tone) > 600);
    CHECK(brightness(tone - 60) < 200);
    CHECK(brightness(tone + 60) < 200);
    const std::string svg = picture.svg();
    CHECK(svg.find("href=\"data:image/png;base64,iVBORw0KGgo") != std::string::npos);
    CHECK(svg.find("<polyline") != std::string::npos);
  }
}

TEST_CASE("silence and a single sample can be drawn") {
  for (const size_t count : {size_t{1}, size_t{5000}}) {
    ScorePicture picture("silence", 8000, 3);
    picture.add(std::vector<float>(count), std::vector<double>(count, 0.0));
    decode(picture.png());
    CHECK(picture.svg().find("nan") == std::string::npos);
  }
}

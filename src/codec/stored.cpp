#include "codec/stored.h"

#include <algorithm>
#include <string>

#include "codec/damage.h"

namespace augshard {
namespace {

Expected<Image> expand_palette(const StoredPixels& stored, Format format) {
  const Image& indices = stored.values;
  if (indices.dtype() != DType::uint8) return unsupported(format, "a palette of more than 256 colours");
  const std::span<const std::uint8_t> in = indices.values<std::uint8_t>();
  const std::uint8_t largest = in.empty() ? std::uint8_t{0} : *std::max_element(in.begin(), in.end());
  if (largest >= stored.palette.size()) {
    return damaged(format, "palette index " + std::to_string(largest) + ", but the palette has " +
                               std::to_string(stored.palette.size()) + " colours");
  }

  const std::size_t channels = stored.palette_alpha ? 4 : 3;
  Image image(indices.size(), static_cast<int>(channels), DType::uint8);
  std::uint8_t* out = image.values<std::uint8_t>().data();
  for (const std::uint8_t index : in) {
    const StoredPixels::Rgba& color = stored.palette[index];
    for (std::size_t c = 0; c < channels; ++c) out[c] = color[c];
    out += channels;
  }
  return image;
}

template <class T>
Image with_alpha_key(const Image& image, const std::array<std::uint16_t, 3>& transparent, T opaque) {
  const auto channels = static_cast<std::size_t>(image.channels());
  Image result(image.size(), image.channels() + 1, image.dtype());
  const T* in = image.values<T>().data();
  T* out = result.values<T>().data();
  const std::size_t pixels = image.value_count() / channels;
  for (std::size_t i = 0; i < pixels; ++i, in += channels, out += channels + 1) {
    bool clear = true;
    for (std::size_t c = 0; c < channels; ++c) {
      out[c] = in[c];
      clear = clear && in[c] == transparent[c];
    }
    out[channels] = clear ? T{0} : opaque;
  }
  return result;
}

/// Gray of 1, 2 or 4 bits to 0..255: 255 is a multiple of 1, 3 and 15.
void scale_to_8_bits(Image& image, int bits) {
  const int factor = 255 / ((1 << bits) - 1);
  const auto channels = static_cast<std::size_t>(image.channels());
  const bool alpha = channels == 2;
  const std::span<std::uint8_t> values = image.values<std::uint8_t>();
  for (std::size_t i = 0; i < values.size(); i += channels) {
    for (std::size_t c = 0; c < channels - (alpha ? 1 : 0); ++c) {
      values[i + c] = static_cast<std::uint8_t>(values[i + c] * factor);
    }
  }
}

template <class T>
void invert(Image& image, bool has_alpha) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const std::size_t colors = channels - (has_alpha ? 1 : 0);
  const std::span<T> values = image.values<T>();
  for (std::size_t i = 0; i < values.size(); i += channels) {
    for (std::size_t c = 0; c < colors; ++c) values[i + c] = static_cast<T>(~values[i + c]);
  }
}

}  // namespace

Expected<Image> to_image(StoredPixels stored, Format format) {
  if (!stored.palette.empty()) return expand_palette(stored, format);
  Image image = std::move(stored.values);
  if (stored.transparent) {
    image = image.dtype() == DType::uint16 ? with_alpha_key<std::uint16_t>(image, *stored.transparent, 0xFFFF)
                                           : with_alpha_key<std::uint8_t>(image, *stored.transparent, 0xFF);
  }
  if (stored.bits < 8) scale_to_8_bits(image, stored.bits);
  if (stored.zero_is_white) {
    const bool has_alpha = image.channels() == 2;
    if (image.dtype() == DType::uint16) invert<std::uint16_t>(image, has_alpha);
    if (image.dtype() == DType::uint8) invert<std::uint8_t>(image, has_alpha);
  }
  return image;
}

void cmyk_to_rgb(const std::uint8_t* cmyk, std::uint8_t* rgb, int width, bool inverted) {
  const unsigned flip = inverted ? 0 : 255;
  for (int x = 0; x < width; ++x, cmyk += 4, rgb += 3) {
    const unsigned white = cmyk[3] ^ flip;
    for (int c = 0; c < 3; ++c) rgb[c] = static_cast<std::uint8_t>(((cmyk[c] ^ flip) * white + 127) / 255);
  }
}

}  // namespace augshard

#include <algorithm>
#include <bit>
#include <cstring>

#include "codec/damage.h"
#include "codec/scratch.h"
#include "codec/tiff.h"
#include "codec/tiff_file.h"

namespace augshard {
namespace {

/// Files may declare tiles far larger than their image: beyond this, no more than a few times the image is read.
constexpr std::uint64_t kMaxBlockBytes = std::uint64_t{64} << 20U;

/// The type that holds one stored sample bit by bit, signed or not.
DType carrier(const TiffLayout& layout) {
  if (layout.sample_format == SAMPLEFORMAT_IEEEFP) return DType::float32;
  return layout.bits == 32 ? DType::int32 : layout.bits == 16 ? DType::uint16 : DType::uint8;
}

void unpack_row(const std::byte* in, std::byte* out, int width, int bits) {
  const unsigned mask = (1U << static_cast<unsigned>(bits)) - 1;
  for (int x = 0; x < width; ++x) {
    const int bit = x * bits;
    out[x] = in[bit / 8] >> static_cast<unsigned>(8 - bits - bit % 8) & std::byte(mask);
  }
}

/// Copies samples of one plane into every channels-th place.
void spread_row(const std::byte* in, std::byte* out, int width, std::size_t sample, std::size_t pixel) {
  for (int x = 0; x < width; ++x, in += sample, out += pixel) std::memcpy(out, in, sample);
}

/// Reads strips and tiles into an image of the carrier's type.
class BlockReader {
 public:
  BlockReader(const TiffFile& tiff, const TiffLayout& layout, Image& image)
      : tiff_(tiff.handle()), layout_(layout), image_(image) {
    sample_ = size_of(image.dtype());
    pixel_ = sample_ * static_cast<std::size_t>(image.channels());
    const auto samples = static_cast<std::uint64_t>(layout.planes_apart ? 1 : layout.channels);
    block_row_ =
        (static_cast<std::uint64_t>(layout.block.width) * samples * static_cast<std::uint64_t>(layout.bits) + 7) / 8;
    block_bytes_ = block_row_ * static_cast<std::uint64_t>(layout.block.height);
  }

  /// False when libtiff gave fewer bytes than the layout says.
  bool run() {
    if (block_bytes_ > std::max<std::uint64_t>(kMaxBlockBytes, 4 * image_.byte_count())) return false;
    if (layout_.tiled && static_cast<std::uint64_t>(TIFFTileSize(tiff_)) != block_bytes_) return false;
    if (!layout_.tiled && static_cast<std::uint64_t>(TIFFScanlineSize(tiff_)) != block_row_) return false;
    thread_local Scratch scratch;
    buffer_ = direct() ? nullptr : scratch.take(block_bytes_).data();
    const bool whole = read_all();
    scratch.settle();
    return whole;
  }

 private:
  /// Strips of whole pixels lie as the image does.
  [[nodiscard]] bool direct() const { return !layout_.tiled && !layout_.planes_apart && layout_.bits >= 8; }

  bool read_all() {
    const int planes = layout_.planes_apart ? layout_.channels : 1;
    for (int plane = 0; plane < planes; ++plane) {
      for (std::int64_t y = 0; y < image_.height(); y += layout_.block.height) {
        for (std::int64_t x = 0; x < image_.width(); x += layout_.block.width) {
          if (!read_block(static_cast<int>(x), static_cast<int>(y), plane)) return false;
        }
      }
    }
    return true;
  }

  [[nodiscard]] std::byte* pixel(int x, int y) const {
    return image_.bytes().data() +
           (static_cast<std::size_t>(y) * static_cast<std::size_t>(image_.width()) + static_cast<std::size_t>(x)) *
               pixel_;
  }

  bool read_block(int x, int y, int plane) {
    const int rows = std::min(layout_.block.height, image_.height() - y);
    const int columns = std::min(layout_.block.width, image_.width() - x);
    const auto column = static_cast<std::uint32_t>(x);
    const auto row = static_cast<std::uint32_t>(y);
    const auto sample = static_cast<std::uint16_t>(plane);
    const auto wanted =
        static_cast<tmsize_t>(layout_.tiled ? block_bytes_ : block_row_ * static_cast<std::uint64_t>(rows));
    std::byte* out = direct() ? pixel(0, y) : buffer_;
    const tmsize_t got = layout_.tiled
                             ? TIFFReadEncodedTile(tiff_, TIFFComputeTile(tiff_, column, row, 0, sample), out, wanted)
                             : TIFFReadEncodedStrip(tiff_, TIFFComputeStrip(tiff_, row, sample), out, wanted);
    if (got != wanted) return false;
    if (!direct()) place(x, y, rows, columns, plane);
    return true;
  }

  void place(int x, int y, int rows, int columns, int plane) {
    for (int r = 0; r < rows; ++r) {
      const std::byte* in = buffer_ + static_cast<std::size_t>(r) * block_row_;
      std::byte* out = pixel(x, y + r);
      if (layout_.bits < 8) {
        unpack_row(in, out, columns, layout_.bits);
      } else if (layout_.planes_apart) {
        spread_row(in, out + static_cast<std::size_t>(plane) * sample_, columns, sample_, pixel_);
      } else {
        std::memcpy(out, in, static_cast<std::size_t>(columns) * pixel_);
      }
    }
  }

  TIFF* tiff_;
  const TiffLayout& layout_;
  Image& image_;
  std::size_t sample_ = 1;
  std::size_t pixel_ = 1;
  std::uint64_t block_row_ = 0;
  std::uint64_t block_bytes_ = 0;
  std::byte* buffer_ = nullptr;
};

template <class Stored, class Carrier>
Image widen(const Image& image) {
  Image wide(image.size(), image.channels(), DType::int32);
  const std::span<const Carrier> in = image.values<Carrier>();
  const std::span<std::int32_t> out = wide.values<std::int32_t>();
  std::transform(in.begin(), in.end(), out.begin(), [](Carrier value) { return static_cast<Stored>(value); });
  return wide;
}

Expected<Image> to_values(Image image, const TiffLayout& layout) {
  if (layout.sample_format == SAMPLEFORMAT_INT) {
    if (layout.bits == 8) return widen<std::int8_t, std::uint8_t>(image);
    if (layout.bits == 16) return widen<std::int16_t, std::uint16_t>(image);
  }
  if (layout.sample_format == SAMPLEFORMAT_UINT && layout.bits == 32) {
    const std::span<const std::int32_t> values = image.values<std::int32_t>();
    if (std::any_of(values.begin(), values.end(), [](std::int32_t value) { return value < 0; })) {
      return unsupported(Format::tiff, "values above 2147483647");
    }
  }
  if (!layout.cmyk()) return image;
  Image rgb(image.size(), 3, DType::uint8);
  for (int y = 0; y < image.height(); ++y) {
    cmyk_to_rgb(image.row<std::uint8_t>(y), rgb.row<std::uint8_t>(y), image.width(), false);
  }
  return rgb;
}

std::vector<StoredPixels::Rgba> read_palette(const TiffFile& tiff, int bits) {
  const std::uint16_t* colors[3] = {nullptr, nullptr, nullptr};
  if (TIFFGetField(tiff.handle(), TIFFTAG_COLORMAP, &colors[0], &colors[1], &colors[2]) == 0) return {};
  const std::size_t count = std::size_t{1} << static_cast<unsigned>(bits);
  // The specification asks for 16 bits, but some writers store 8.
  std::uint16_t largest = 0;
  for (const std::uint16_t* channel : colors) largest = std::max(largest, *std::max_element(channel, channel + count));
  const unsigned shift = largest > 255 ? 8 : 0;
  std::vector<StoredPixels::Rgba> palette;
  palette.reserve(count);
  const auto byte = [shift](std::uint16_t value) { return static_cast<std::uint8_t>(value >> shift); };
  for (std::size_t i = 0; i < count; ++i)
    palette.push_back({byte(colors[0][i]), byte(colors[1][i]), byte(colors[2][i]), 255});
  return palette;
}

}  // namespace

Expected<StoredPixels> decode_tiff(std::span<const std::byte> file, const Header& header) {
  TiffFile tiff(file);
  const Expected<TiffLayout> layout = read_tiff_layout(tiff);
  if (!layout) return layout.error();
  if (layout->size != header.size || layout->bits != header.bits) {
    return damaged(Format::tiff, "layout differs from the header's");
  }
  StoredPixels stored;
  stored.bits = layout->bits;
  stored.zero_is_white = layout->photometric == PHOTOMETRIC_MINISWHITE;
  if (layout->palette()) {
    stored.palette = read_palette(tiff, layout->bits);
    if (stored.palette.empty()) return damaged(Format::tiff, "no colour map");
  }
  // Otherwise libtiff hands out subsampled YCbCr as it is stored.
  if (layout->photometric == PHOTOMETRIC_YCBCR) TIFFSetField(tiff.handle(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);

  Image image(layout->size, layout->channels, carrier(*layout));
  tiff.expect_no_warnings();
  const bool whole = BlockReader(tiff, *layout, image).run();
  if (!tiff.ok()) return damaged(Format::tiff, tiff.message());
  if (!whole) return damaged(Format::tiff, "pixel data is cut short");
  Expected<Image> values = to_values(std::move(image), *layout);
  if (!values) return values.error();
  stored.values = *std::move(values);
  return stored;
}

}  // namespace augshard

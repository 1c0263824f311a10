#pragma once

#include <tiffio.h>

#include <cstdint>
#include <filesystem>
#include <vector>

#include "codec/files.h"
#include "temporary_folder.h"

namespace augshard::test {

/// How a test wants a TIFF written.
struct TiffOptions {
  int bits = 8;
  std::uint16_t sample_format = SAMPLEFORMAT_UINT;
  std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
  std::uint16_t compression = COMPRESSION_NONE;
  bool planes_apart = false;
  int tile = 0;  ///< 0: strips of 5 rows
  const char* mode = "w";
  std::uint16_t orientation = 0;
  bool alpha = false;
  int pages = 1;
};

class TiffWriter {
 public:
  /// `samples` are the raw rows of all planes: H x (W x C values) in one, or plane by plane.
  Bytes write(Size size, int channels, const TiffOptions& options, const std::vector<std::uint8_t>& samples,
              const std::vector<std::uint16_t>& palette = {}) {
    const std::filesystem::path path = folder_.path() / "a.tif";
    TIFF* tiff = TIFFOpen(path.c_str(), options.mode);
    REQUIRE(tiff != nullptr);
    for (int page = 0; page < options.pages; ++page) {
      set_fields(tiff, size, channels, options, palette);
      put(tiff, size, channels, options, samples);
      TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
    return read_file(path);
  }

 private:
  static void set_fields(TIFF* tiff, Size size, int channels, const TiffOptions& options,
                         const std::vector<std::uint16_t>& palette) {
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, size.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, size.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, options.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, channels);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, options.sample_format);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, options.photometric);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, options.compression);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, options.planes_apart ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    if (options.orientation != 0) TIFFSetField(tiff, TIFFTAG_ORIENTATION, options.orientation);
    const int colors = options.photometric == PHOTOMETRIC_RGB         ? 3
                       : options.photometric == PHOTOMETRIC_SEPARATED ? 4
                                                                      : 1;
    if (channels > colors) {
      std::vector<std::uint16_t> kinds(static_cast<std::size_t>(channels - colors), EXTRASAMPLE_UNSPECIFIED);
      if (options.alpha) kinds.back() = EXTRASAMPLE_UNASSALPHA;
      TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, kinds.size(), kinds.data());
    }
    if (!palette.empty()) {
      const std::size_t count = palette.size() / 3;
      TIFFSetField(tiff, TIFFTAG_COLORMAP, palette.data(), palette.data() + count, palette.data() + 2 * count);
    }
    if (options.tile > 0) {
      TIFFSetField(tiff, TIFFTAG_TILEWIDTH, options.tile);
      TIFFSetField(tiff, TIFFTAG_TILELENGTH, options.tile);
    } else {
      TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, options.compression == COMPRESSION_JPEG ? 8 : 5);
    }
  }

  static void put(TIFF* tiff, Size size, int channels, const TiffOptions& options,
                  const std::vector<std::uint8_t>& samples) {
    const int planes = options.planes_apart ? channels : 1;
    const std::size_t row = (static_cast<std::size_t>(size.width * (channels / planes) * options.bits) + 7) / 8;
    std::vector<std::uint8_t> copy = samples;  // libtiff swaps bytes in place
    REQUIRE(copy.size() == row * static_cast<std::size_t>(size.height * planes));
    std::uint8_t* next = copy.data();
    for (int plane = 0; plane < planes; ++plane) {
      if (options.tile > 0) {
        put_tiles(tiff, size, channels / planes * options.bits / 8, options.tile, plane, next);
        next += row * static_cast<std::size_t>(size.height);
        continue;
      }
      for (int y = 0; y < size.height; ++y, next += row) {
        TIFFWriteScanline(tiff, next, static_cast<std::uint32_t>(y), static_cast<std::uint16_t>(plane));
      }
    }
  }

  static void put_tiles(TIFF* tiff, Size size, int pixel, int tile, int plane, const std::uint8_t* samples) {
    std::vector<std::uint8_t> block(static_cast<std::size_t>(TIFFTileSize(tiff)));
    for (int y = 0; y < size.height; y += tile) {
      for (int x = 0; x < size.width; x += tile) {
        std::fill(block.begin(), block.end(), std::uint8_t{0xEE});
        for (int r = 0; r < std::min(tile, size.height - y); ++r) {
          std::memcpy(block.data() + r * tile * pixel, samples + ((y + r) * size.width + x) * pixel,
                      static_cast<std::size_t>(std::min(tile, size.width - x) * pixel));
        }
        TIFFWriteTile(tiff, block.data(), static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 0,
                      static_cast<std::uint16_t>(plane));
      }
    }
  }

  TemporaryFolder folder_;
};

}  // namespace augshard::test

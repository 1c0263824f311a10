#include "ops/kernels/jpeg_round_trip.h"

#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

namespace augshard {
namespace {

// The largest multiple of a colour block (16) that the format takes.
constexpr int kTile = 65488;

struct Tile {
  std::uint8_t* first;
  std::size_t row_bytes;
  int height, width, channels;

  [[nodiscard]] std::vector<JSAMPROW> rows() const {
    std::vector<JSAMPROW> result(static_cast<std::size_t>(height));
    for (std::size_t y = 0; y < result.size(); ++y) result[y] = first + y * row_bytes;
    return result;
  }
};

// libjpeg reports failure by a call that must not return; exceptions may not pass through C, so it jumps.
struct ErrorManager {
  jpeg_error_mgr base;
  std::jmp_buf escape;
};

void leave(j_common_ptr info) { std::longjmp(reinterpret_cast<ErrorManager*>(info->err)->escape, 1); }

jpeg_error_mgr* quiet(ErrorManager& errors) {
  jpeg_std_error(&errors.base);
  errors.base.error_exit = leave;
  errors.base.output_message = [](j_common_ptr) {};
  return &errors.base;
}

struct Bytes {
  unsigned char* data = nullptr;
  unsigned long size = 0;
};

bool encode(const Tile& tile, JSAMPROW* rows, int quality, Bytes& bytes) {
  jpeg_compress_struct info;
  ErrorManager errors;
  info.err = quiet(errors);
  if (setjmp(errors.escape) != 0) {
    jpeg_destroy_compress(&info);
    return false;
  }
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &bytes.data, &bytes.size);
  info.image_width = static_cast<JDIMENSION>(tile.width);
  info.image_height = static_cast<JDIMENSION>(tile.height);
  info.input_components = tile.channels;
  info.in_color_space = tile.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  info.dct_method = JDCT_ISLOW;
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    jpeg_write_scanlines(&info, rows + info.next_scanline, info.image_height - info.next_scanline);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  return true;
}

bool decode(const Bytes& bytes, JSAMPROW* rows) {
  jpeg_decompress_struct info;
  ErrorManager errors;
  info.err = quiet(errors);
  if (setjmp(errors.escape) != 0) {
    jpeg_destroy_decompress(&info);
    return false;
  }
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, bytes.data, bytes.size);
  jpeg_read_header(&info, TRUE);
  info.dct_method = JDCT_ISLOW;
  jpeg_start_decompress(&info);
  while (info.output_scanline < info.output_height) {
    jpeg_read_scanlines(&info, rows + info.output_scanline, info.output_height - info.output_scanline);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return true;
}

void round_trip(const Tile& tile, int quality) {
  std::vector<JSAMPROW> rows = tile.rows();
  Bytes bytes;
  const bool good = encode(tile, rows.data(), quality, bytes) && decode(bytes, rows.data());
  std::free(bytes.data);
  if (!good) throw std::bad_alloc();
}

}  // namespace

void jpeg_round_trip(Image& image, int quality) {
  for (int y = 0; y < image.height(); y += kTile) {
    for (int x = 0; x < image.width(); x += kTile) {
      round_trip({image.row<std::uint8_t>(y) + static_cast<std::ptrdiff_t>(x) * image.channels(), image.row_values(),
                  std::min(kTile, image.height() - y), std::min(kTile, image.width() - x), image.channels()},
                 quality);
    }
  }
}

}  // namespace augshard

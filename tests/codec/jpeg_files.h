#pragma once

#include <cstdio>
// libjpeg's header needs FILE from the one above.
#include <jpeglib.h>

#include <vector>

#include "codec/files.h"

namespace augshard::test {

/// How a test wants a JPEG written that encode_jpeg() would not write.
struct JpegOptions {
  J_COLOR_SPACE stored = JCS_UNKNOWN;  ///< unknown: libjpeg's default
  bool adobe_marker = true;            ///< of CMYK
  int horizontal = 2;                  ///< sampling of the first channel
  int vertical = 2;
  bool progressive = false;
  std::vector<jpeg_scan_info> scans{};
};

/// Errors of libjpeg end the test program: the input is the test's own.
inline Bytes jpeg_bytes(const Image& image, J_COLOR_SPACE given, const JpegOptions& options = {}) {
  jpeg_compress_struct state{};
  jpeg_error_mgr errors{};
  state.err = jpeg_std_error(&errors);
  jpeg_create_compress(&state);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&state, &out, &size);
  state.image_width = static_cast<JDIMENSION>(image.width());
  state.image_height = static_cast<JDIMENSION>(image.height());
  state.input_components = image.channels();
  state.in_color_space = given;
  jpeg_set_defaults(&state);
  jpeg_set_quality(&state, 95, TRUE);
  if (options.stored != JCS_UNKNOWN) jpeg_set_colorspace(&state, options.stored);
  if (!options.adobe_marker) state.write_Adobe_marker = FALSE;
  if (given == JCS_RGB) {
    state.comp_info[0].h_samp_factor = options.horizontal;
    state.comp_info[0].v_samp_factor = options.vertical;
  }
  if (options.progressive) jpeg_simple_progression(&state);
  if (!options.scans.empty()) {
    state.scan_info = options.scans.data();
    state.num_scans = static_cast<int>(options.scans.size());
  }
  jpeg_start_compress(&state, TRUE);
  while (state.next_scanline < state.image_height) {
    auto* row = const_cast<JSAMPROW>(image.row<std::uint8_t>(static_cast<int>(state.next_scanline)));
    jpeg_write_scanlines(&state, &row, 1);
  }
  jpeg_finish_compress(&state);
  jpeg_destroy_compress(&state);
  Bytes bytes(size);
  std::memcpy(bytes.data(), out, size);
  std::free(out);
  return bytes;
}

}  // namespace augshard::test

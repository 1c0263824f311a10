#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
// libjpeg's header needs size_t and FILE from the ones above.
#include <jpeglib.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "codec/codec.h"
#include "codec/scratch.h"

namespace augshard {
namespace {

/// One compression with its errors; see Decompression in jpeg_decode.cpp.
struct Compression {
  jpeg_compress_struct state{};
  jpeg_error_mgr errors{};
  std::jmp_buf failed;
  std::array<char, JMSG_LENGTH_MAX> message{};
  unsigned char* own = nullptr;    ///< the buffer given to libjpeg
  unsigned char* bytes = nullptr;  ///< where the file is: `own`, or a larger one by libjpeg
  unsigned long size = 0;

  Compression();
  ~Compression() {
    jpeg_destroy_compress(&state);
    if (bytes != own) std::free(bytes);
  }
  Compression(const Compression&) = delete;
  Compression& operator=(const Compression&) = delete;
};

[[noreturn]] void fail_encoding(j_common_ptr state) {
  auto& self = *static_cast<Compression*>(state->client_data);
  state->err->format_message(state, self.message.data());
  std::longjmp(self.failed, 1);
}

Compression::Compression() {
  state.err = jpeg_std_error(&errors);
  state.client_data = this;
  errors.error_exit = fail_encoding;
  errors.output_message = [](j_common_ptr /*state*/) {};
}

bool write(Compression& compression, const Image& image, int quality) {
  jpeg_compress_struct& state = compression.state;
  if (setjmp(compression.failed) != 0) return false;
  jpeg_create_compress(&state);
  jpeg_mem_dest(&state, &compression.bytes, &compression.size);
  state.image_width = static_cast<JDIMENSION>(image.width());
  state.image_height = static_cast<JDIMENSION>(image.height());
  state.input_components = image.channels();
  state.in_color_space = image.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&state);  // 4:2:0, standard Huffman tables
  jpeg_set_quality(&state, quality, TRUE);
  state.dct_method = JDCT_ISLOW;
  jpeg_start_compress(&state, TRUE);
  std::array<JSAMPROW, 16> rows{};
  while (state.next_scanline < state.image_height) {
    const JDIMENSION count = std::min(static_cast<JDIMENSION>(rows.size()), state.image_height - state.next_scanline);
    for (JDIMENSION i = 0; i < count; ++i) {
      // libjpeg does not write to its input, but its type does not say so.
      rows[i] = const_cast<JSAMPROW>(image.row<std::uint8_t>(static_cast<int>(state.next_scanline + i)));
    }
    jpeg_write_scanlines(&state, rows.data(), count);
  }
  jpeg_finish_compress(&state);
  return true;
}

}  // namespace

std::vector<std::byte> encode_jpeg(const Image& image, int quality) {
  if (image.dtype() != DType::uint8 || (image.channels() != 1 && image.channels() != 3)) {
    throw std::invalid_argument("encode_jpeg: 8-bit gray or RGB expected");
  }
  thread_local Scratch scratch;
  const std::span<std::byte> buffer = scratch.take(image.byte_count() + 4096);
  Compression compression;
  compression.own = compression.bytes = reinterpret_cast<unsigned char*>(buffer.data());
  compression.size = buffer.size();
  if (!write(compression, image, quality)) {
    throw std::runtime_error(std::string("cannot encode as JPEG: ") + compression.message.data());
  }
  const auto* first = reinterpret_cast<const std::byte*>(compression.bytes);
  return {first, first + compression.size};
}

}  // namespace augshard

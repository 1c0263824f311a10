#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>
// libjpeg's header needs size_t and FILE from the ones above.
#include <jerror.h>
#include <jpeglib.h>

#include "codec/damage.h"
#include "codec/jpeg.h"
#include "codec/scratch.h"
#include "codec/stored.h"

namespace augshard {
namespace {

/// Files of hostile make hold thousands of scans of the whole image; real ones have about ten.
constexpr int kMaxScans = 100;

/// One decompression with its errors. libjpeg reports failure by a call that must not return: it jumps back into
/// read(), whose frame and the frames below it hold nothing that needs a destructor.
struct Decompression {
  jpeg_decompress_struct state{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf failed;
  std::array<char, JMSG_LENGTH_MAX> message{};

  Decompression();
  ~Decompression() { jpeg_destroy_decompress(&state); }
  Decompression(const Decompression&) = delete;
  Decompression& operator=(const Decompression&) = delete;
};

[[noreturn]] void fail_decoding(j_common_ptr state) {
  auto& self = *static_cast<Decompression*>(state->client_data);
  state->err->format_message(state, self.message.data());
  std::longjmp(self.failed, 1);
}

void on_message(j_common_ptr state, int level) {
  // An unknown JFIF revision says nothing of the pixels; every other warning means that some were guessed.
  if (level < 0 && state->err->msg_code != JWRN_JFIF_MAJOR) fail_decoding(state);
}

void limit_scans(j_common_ptr state) {
  auto& self = *static_cast<Decompression*>(state->client_data);
  if (self.state.input_scan_number <= kMaxScans) return;
  std::snprintf(self.message.data(), self.message.size(), "more than %d scans", kMaxScans);
  std::longjmp(self.failed, 1);
}

Decompression::Decompression() {
  state.err = jpeg_std_error(&errors);
  state.client_data = this;
  errors.error_exit = fail_decoding;
  errors.emit_message = on_message;
  errors.output_message = [](j_common_ptr /*state*/) {};
  progress.progress_monitor = limit_scans;
}

constexpr JDIMENSION kRowsAtOnce = 16;

void read_rows(jpeg_decompress_struct& state, Image& image) {
  std::array<JSAMPROW, kRowsAtOnce> rows{};
  while (state.output_scanline < state.output_height) {
    const JDIMENSION count = std::min(kRowsAtOnce, state.output_height - state.output_scanline);
    for (JDIMENSION i = 0; i < count; ++i) {
      rows[i] = image.row<std::uint8_t>(static_cast<int>(state.output_scanline + i));
    }
    jpeg_read_scanlines(&state, rows.data(), count);
  }
}

void read_cmyk_rows(jpeg_decompress_struct& state, Image& image, std::uint8_t* row) {
  while (state.output_scanline < state.output_height) {
    const int y = static_cast<int>(state.output_scanline);
    jpeg_read_scanlines(&state, &row, 1);
    cmyk_to_rgb(row, image.row<std::uint8_t>(y), image.width(), state.saw_Adobe_marker != 0);
  }
}

/// Starts to read `file`, which must be what `header` says.
void open(Decompression& decompression, std::span<const std::byte> file, const Header& header) {
  jpeg_decompress_struct& state = decompression.state;
  jpeg_create_decompress(&state);
  state.progress = &decompression.progress;
  jpeg_mem_src(&state, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  jpeg_read_header(&state, TRUE);
  const int channels = state.num_components == 1 ? 1 : 3;
  if (static_cast<int>(state.image_height) != header.size.height ||
      static_cast<int>(state.image_width) != header.size.width || channels != header.channels) {
    std::snprintf(decompression.message.data(), decompression.message.size(), "frame differs from the header's");
    std::longjmp(decompression.failed, 1);
  }
  state.out_color_space = state.num_components == 1 ? JCS_GRAYSCALE : state.num_components == 3 ? JCS_RGB : JCS_CMYK;
  state.dct_method = JDCT_ISLOW;
  state.do_fancy_upsampling = TRUE;
}

/// Fills `image`. False when libjpeg failed or warned: `decompression.message` says why.
bool read(Decompression& decompression, std::span<const std::byte> file, const Header& header, Image& image,
          std::uint8_t* row) {
  jpeg_decompress_struct& state = decompression.state;
  if (setjmp(decompression.failed) != 0) return false;
  open(decompression, file, header);
  jpeg_start_decompress(&state);
  if (state.out_color_space == JCS_CMYK) {
    read_cmyk_rows(state, image, row);
  } else {
    read_rows(state, image);
  }
  jpeg_finish_decompress(&state);
  return true;
}

}  // namespace

Expected<Image> decode_jpeg(std::span<const std::byte> file, const Header& header) {
  thread_local Scratch scratch;
  const std::span<std::byte> row = scratch.take(static_cast<std::size_t>(header.size.width) * 4);
  Image image(header.size, header.channels, DType::uint8);
  Decompression decompression;
  if (!read(decompression, file, header, image, reinterpret_cast<std::uint8_t*>(row.data()))) {
    return damaged(Format::jpeg, decompression.message.data());
  }
  return image;
}

}  // namespace augshard

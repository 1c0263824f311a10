#pragma once

#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "codec/codec.h"
#include "codec/png_chunks.h"

/// The oracle for decode_png(): zlib and libpng.
namespace augshard::test {

/// One reading with its errors. Failure jumps back into read_by_libpng(): no frame in between holds anything that needs
/// a destructor.
struct PngReading {
  std::span<const std::byte> file;
  std::size_t position = 0;
  bool in_pixels = false;
  png_structp png = nullptr;
  png_infop info = nullptr;

  explicit PngReading(std::span<const std::byte> bytes) : file(bytes) {}
  ~PngReading() { png_destroy_read_struct(&png, &info, nullptr); }
  PngReading(const PngReading&) = delete;
  PngReading& operator=(const PngReading&) = delete;
};

[[noreturn]] inline void on_png_error(png_structp png, png_const_charp /*text*/) { png_longjmp(png, 1); }

/// libpng only warns of surplus pixels and, mostly, of a wrong Adler-32. Bytes after a whole stream are no damage.
inline void on_png_warning(png_structp png, png_const_charp text) {
  const auto& self = *static_cast<PngReading*>(png_get_error_ptr(png));
  if (self.in_pixels && std::strstr(text, "Extra compressed data") == nullptr) on_png_error(png, text);
}

inline void on_png_read(png_structp png, png_bytep out, std::size_t count) {
  auto& self = *static_cast<PngReading*>(png_get_io_ptr(png));
  if (count > self.file.size() - self.position) png_error(png, "file cut short");
  std::memcpy(out, self.file.data() + self.position, count);
  self.position += count;
}

inline bool read_by_libpng(PngReading& reading, std::span<png_bytep> rows) {
  reading.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading, on_png_error, on_png_warning);
  if (reading.png == nullptr) return false;
  reading.info = png_create_info_struct(reading.png);
  if (reading.info == nullptr) return false;
  if (setjmp(png_jmpbuf(reading.png)) != 0) return false;
  png_set_read_fn(reading.png, &reading, on_png_read);
  png_set_user_limits(reading.png, 0x7FFFFFFF, 0x7FFFFFFF);
  png_set_keep_unknown_chunks(reading.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  // Some writers declare a window smaller than the one they use; libdeflate does not mind.
  png_set_option(reading.png, PNG_MAXIMUM_INFLATE_WINDOW, PNG_OPTION_ON);
  png_read_info(reading.png, reading.info);
  png_set_packing(reading.png);
  if constexpr (std::endian::native == std::endian::little) png_set_swap(reading.png);
  png_set_interlace_handling(reading.png);
  png_read_update_info(reading.png, reading.info);
  reading.in_pixels = true;
  png_read_image(reading.png, rows.data());
  png_read_end(reading.png, nullptr);
  return true;
}

/// Why zlib refuses the compressed stream; empty where it reads it to its end. libpng stops reading before the stream's
/// checksum where that stands in a chunk of its own.
inline std::string zlib_refusal(const PngChunks& chunks) {
  z_stream stream{};
  if (inflateInit2(&stream, 15) != Z_OK) return "no memory";
  std::array<Bytef, 4096> out;
  int result = Z_OK;
  for (const auto& part : chunks.data) {
    std::vector<Bytef> in(part.size());
    if (!part.empty()) std::memcpy(in.data(), part.data(), part.size());
    stream.next_in = in.data();
    stream.avail_in = static_cast<uInt>(in.size());
    do {
      stream.next_out = out.data();
      stream.avail_out = static_cast<uInt>(out.size());
      result = inflate(&stream, Z_NO_FLUSH);
    } while (result == Z_OK && stream.avail_out == 0);
    if (result == Z_STREAM_END || (result != Z_OK && result != Z_BUF_ERROR)) break;
  }
  const std::string message = stream.msg != nullptr ? stream.msg : "cut short";
  inflateEnd(&stream);
  return result == Z_STREAM_END ? "" : message;
}

/// True where zlib holds a prefix code to be ill-formed that libdeflate reads: an incomplete one, or one bit too many
/// in the description of it. What the code then stands for is decided by the stream's checksum alone.
inline bool only_zlib_refuses(std::span<const std::byte> file) {
  const Expected<PngChunks> chunks = scan_png(file, true);
  if (!chunks) return false;
  constexpr std::array kOfCodes{"invalid distance code",
                                "invalid literal/length code",
                                "invalid code lengths set",
                                "invalid literal/lengths set",
                                "invalid distances set",
                                "invalid bit length repeat",
                                "too many length or distance symbols",
                                "invalid code -- missing end-of-block"};
  return std::find(kOfCodes.begin(), kOfCodes.end(), zlib_refusal(*chunks)) != kOfCodes.end();
}

/// Values as stored; nothing where the file is damaged. Chunks other than the pixels are judged by scan_png().
inline std::optional<Image> png_by_libpng(std::span<const std::byte> file) {
  const Expected<PngChunks> chunks = scan_png(file, true);
  if (!chunks || !zlib_refusal(*chunks).empty()) return std::nullopt;
  Image values(chunks->size, chunks->stored_channels(), chunks->bits == 16 ? DType::uint16 : DType::uint8);
  std::vector<png_bytep> rows;
  for (int y = 0; y < values.height(); ++y) {
    const std::size_t row_bytes = values.row_values() * size_of(values.dtype());
    rows.push_back(reinterpret_cast<png_bytep>(values.bytes().data()) + static_cast<std::size_t>(y) * row_bytes);
  }
  PngReading reading(file);
  if (!read_by_libpng(reading, rows)) return std::nullopt;
  return values;
}

/// Whether libpng gives the verdict `ours` on the file, and its pixels.
inline bool libpng_agrees(const std::optional<Image>& ours, std::span<const std::byte> file) {
  const std::optional<Image> theirs = png_by_libpng(file);
  if (!ours || !theirs) return !theirs && (!ours || only_zlib_refuses(file));
  return ours->size() == theirs->size() && ours->channels() == theirs->channels() && ours->dtype() == theirs->dtype() &&
         std::equal(ours->bytes().begin(), ours->bytes().end(), theirs->bytes().begin());
}

}  // namespace augshard::test

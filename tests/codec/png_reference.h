#pragma once

#include <png.h>
#include <zlib.h>

#include <array>
#include <bit>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <optional>
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

/// libpng stops reading before the stream's checksum where that stands in a chunk of its own.
inline bool stream_is_whole(const PngChunks& chunks) {
  z_stream stream{};
  if (inflateInit2(&stream, 15) != Z_OK) return false;
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
  inflateEnd(&stream);
  return result == Z_STREAM_END;
}

/// Values as stored; nothing where the file is damaged. Chunks other than the pixels are judged by scan_png().
inline std::optional<Image> png_by_libpng(std::span<const std::byte> file) {
  const Expected<PngChunks> chunks = scan_png(file, true);
  if (!chunks || !stream_is_whole(*chunks)) return std::nullopt;
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

}  // namespace augshard::test

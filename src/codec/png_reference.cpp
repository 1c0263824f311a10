#include <png.h>

#include <array>
#include <bit>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <vector>

#include "codec/damage.h"
#include "codec/png.h"
#include "codec/png_chunks.h"

namespace augshard {
namespace {

/// One reading with its errors. As with libjpeg, failure jumps back into read(): no frame in between holds anything
/// that needs a destructor.
struct Reading {
  std::span<const std::byte> file;
  std::size_t position = 0;
  bool in_pixels = false;
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::array<char, 160> message{};

  explicit Reading(std::span<const std::byte> bytes) : file(bytes) {}
  ~Reading() { png_destroy_read_struct(&png, &info, nullptr); }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
};

[[noreturn]] void on_error(png_structp png, png_const_charp text) {
  auto& self = *static_cast<Reading*>(png_get_error_ptr(png));
  std::snprintf(self.message.data(), self.message.size(), "%s", text);
  png_longjmp(png, 1);
}

/// libpng only warns of a wrong Adler-32 and of surplus pixels. Bytes after a whole stream are no damage, though, and
/// chunks before the pixels were judged by scan_png().
void on_warning(png_structp png, png_const_charp text) {
  const auto& self = *static_cast<Reading*>(png_get_error_ptr(png));
  if (self.in_pixels && std::strstr(text, "Extra compressed data") == nullptr) on_error(png, text);
}

void on_read(png_structp png, png_bytep out, std::size_t count) {
  auto& self = *static_cast<Reading*>(png_get_io_ptr(png));
  if (count > self.file.size() - self.position) png_error(png, "file cut short");
  std::memcpy(out, self.file.data() + self.position, count);
  self.position += count;
}

bool read(Reading& reading, std::span<png_bytep> rows) {
  reading.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading, on_error, on_warning);
  if (reading.png == nullptr) return false;
  reading.info = png_create_info_struct(reading.png);
  if (reading.info == nullptr) return false;
  if (setjmp(png_jmpbuf(reading.png)) != 0) return false;
  png_set_read_fn(reading.png, &reading, on_read);
  png_set_user_limits(reading.png, 0x7FFFFFFF, 0x7FFFFFFF);
  // Chunks beside the pixels are read by scan_png(): none of them reaches libpng.
  png_set_keep_unknown_chunks(reading.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  // Some writers declare a window smaller than the one they use; libdeflate does not mind either.
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

}  // namespace

Expected<StoredPixels> decode_png_by_libpng(std::span<const std::byte> file, const Header& header) {
  const Expected<PngChunks> chunks = scan_png(file, true);
  if (!chunks) return chunks.error();
  if (chunks->size != header.size) return damaged(Format::png, "size differs from the header's");
  StoredPixels stored = describe_pixels(*chunks);
  stored.values = Image(chunks->size, chunks->stored_channels(), chunks->bits == 16 ? DType::uint16 : DType::uint8);
  std::vector<png_bytep> rows;
  rows.reserve(static_cast<std::size_t>(stored.values.height()));
  for (int y = 0; y < stored.values.height(); ++y) {
    const std::size_t row_bytes = stored.values.row_values() * size_of(stored.values.dtype());
    rows.push_back(reinterpret_cast<png_bytep>(stored.values.bytes().data()) + static_cast<std::size_t>(y) * row_bytes);
  }
  Reading reading(file);
  if (!read(reading, rows)) return damaged(Format::png, reading.message.data());
  return stored;
}

}  // namespace augshard

#pragma once

#include <tiffio.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/expected.h"
#include "codec/codec.h"

namespace augshard {

/// A TIFF in memory, opened with libtiff; its messages are kept here instead of going to stderr.
class TiffFile {
 public:
  /// Opens the file at its first directory; ok() tells whether that went well.
  explicit TiffFile(std::span<const std::byte> file);
  TiffFile(const TiffFile&) = delete;
  TiffFile& operator=(const TiffFile&) = delete;

  [[nodiscard]] bool ok() const { return handle_ != nullptr && message_.empty(); }
  /// libtiff's first error; from expect_no_warnings() on, its first warning counts too.
  [[nodiscard]] const std::string& message() const { return message_; }
  void expect_no_warnings() { warnings_count_ = true; }
  [[nodiscard]] TIFF* handle() const { return handle_.get(); }

  /// A field of 16 or 32 bits, or its default.
  [[nodiscard]] std::uint32_t field32(std::uint32_t tag, std::uint32_t otherwise) const;
  [[nodiscard]] std::uint16_t field16(std::uint32_t tag, std::uint16_t otherwise) const;

 private:
  struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  };
  static tmsize_t read(thandle_t self, void* out, tmsize_t count);
  static toff_t seek(thandle_t self, toff_t offset, int whence);
  static toff_t size(thandle_t self);
  static int on_error(TIFF* tiff, void* self, const char* module, const char* text, va_list arguments);
  static int on_warning(TIFF* tiff, void* self, const char* module, const char* text, va_list arguments);
  void keep(const char* text, va_list arguments);

  std::span<const std::byte> file_;
  std::uint64_t position_ = 0;
  bool warnings_count_ = false;
  std::string message_;
  std::unique_ptr<TIFF, Close> handle_;  // last: closing calls back into the members above
};

/// How the pixels of the current directory lie in the file.
struct TiffLayout {
  Size size;
  int bits = 8;      ///< a sample
  int channels = 1;  ///< samples a pixel, as stored
  std::uint16_t sample_format = SAMPLEFORMAT_UINT;
  std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
  std::uint16_t compression = COMPRESSION_NONE;
  bool planes_apart = false;
  bool tiled = false;
  Size block;  ///< of a tile or a strip
  bool alpha = false;

  [[nodiscard]] bool palette() const { return photometric == PHOTOMETRIC_PALETTE; }
  [[nodiscard]] bool cmyk() const { return photometric == PHOTOMETRIC_SEPARATED; }
  /// Type of the values that decode_tiff() gives.
  [[nodiscard]] DType dtype() const;
};

/// The layout, or why this reader does not know it.
Expected<TiffLayout> read_tiff_layout(const TiffFile& tiff);

}  // namespace augshard

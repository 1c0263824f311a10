#include "codec/tiff_file.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "codec/damage.h"
#include "codec/tiff.h"

namespace augshard {
namespace {

constexpr tmsize_t kMaxAllocation = tmsize_t{1} << 30;

struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

tmsize_t refuse_write(thandle_t /*self*/, void* /*data*/, tmsize_t /*count*/) { return -1; }
int ignore_close(thandle_t /*self*/) { return 0; }
int refuse_map(thandle_t /*self*/, void** /*base*/, toff_t* /*size*/) { return 0; }
void ignore_unmap(thandle_t /*self*/, void* /*base*/, toff_t /*size*/) {}

/// Codecs that may see untrusted bytes: the ones that labelled data comes in.
bool is_known_compression(std::uint16_t compression) {
  constexpr std::array<std::uint16_t, 11> kKnown{COMPRESSION_NONE,      COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3,
                                                 COMPRESSION_CCITTFAX4, COMPRESSION_LZW,      COMPRESSION_ADOBE_DEFLATE,
                                                 COMPRESSION_DEFLATE,   COMPRESSION_PACKBITS, COMPRESSION_JPEG,
                                                 COMPRESSION_ZSTD,      COMPRESSION_LZMA};
  return std::find(kKnown.begin(), kKnown.end(), compression) != kKnown.end();
}

bool has_alpha(const TiffFile& tiff, int channels) {
  std::uint16_t count = 0;
  const std::uint16_t* kinds = nullptr;
  if (TIFFGetField(tiff.handle(), TIFFTAG_EXTRASAMPLES, &count, &kinds) == 0 || count == 0) return false;
  const std::uint16_t last = kinds[count - 1];
  return (channels == 2 || channels == 4) && (last == EXTRASAMPLE_ASSOCALPHA || last == EXTRASAMPLE_UNASSALPHA);
}

/// What of the layout is not supported; empty when all is.
std::string unknown_part(const TiffLayout& layout) {
  const bool integer = layout.sample_format == SAMPLEFORMAT_UINT || layout.sample_format == SAMPLEFORMAT_INT;
  const bool known_bits = layout.bits == 8 || layout.bits == 16 || layout.bits == 32 ||
                          (layout.channels == 1 && (layout.bits == 1 || layout.bits == 2 || layout.bits == 4) &&
                           layout.sample_format == SAMPLEFORMAT_UINT);
  if (!is_known_compression(layout.compression)) return "compression " + std::to_string(layout.compression);
  if (!(integer && known_bits) && !(layout.sample_format == SAMPLEFORMAT_IEEEFP && layout.bits == 32)) {
    return std::to_string(layout.bits) + " bits of sample format " + std::to_string(layout.sample_format);
  }
  const bool plain_bytes = layout.bits == 8 && layout.sample_format == SAMPLEFORMAT_UINT;
  switch (layout.photometric) {
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_MINISWHITE: return "";
    case PHOTOMETRIC_RGB: return layout.channels >= 3 ? "" : "fewer than 3 channels in RGB";
    case PHOTOMETRIC_PALETTE:
      return layout.channels == 1 && layout.bits <= 16 && layout.sample_format == SAMPLEFORMAT_UINT
                 ? ""
                 : "a palette of this layout";
    case PHOTOMETRIC_SEPARATED: return layout.channels == 4 && plain_bytes ? "" : "inks other than 8-bit CMYK";
    case PHOTOMETRIC_YCBCR:
      return layout.channels == 3 && layout.compression == COMPRESSION_JPEG && !layout.planes_apart && plain_bytes
                 ? ""
                 : "YCbCr outside JPEG compression";
    default: return "photometric interpretation " + std::to_string(layout.photometric);
  }
}

/// A further page at full size; reduced copies and transparency masks are not pages.
bool has_second_page(const TiffFile& tiff) {
  while (TIFFReadDirectory(tiff.handle()) != 0) {
    if ((tiff.field32(TIFFTAG_SUBFILETYPE, 0) & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0) return true;
  }
  return false;
}

}  // namespace

TiffFile::TiffFile(std::span<const std::byte> file) : file_(file) {
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMaxAllocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, this);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_warning, this);
  // "m": no memory mapping, so that every read is checked by read().
  handle_.reset(TIFFClientOpenExt("file", "rm", this, read, refuse_write, seek, ignore_close, size, refuse_map,
                                  ignore_unmap, options.get()));
  if (handle_ == nullptr && message_.empty()) message_ = "no directory in it";
}

tmsize_t TiffFile::read(thandle_t self, void* out, tmsize_t count) {
  auto& tiff = *static_cast<TiffFile*>(self);
  if (count <= 0 || tiff.position_ >= tiff.file_.size()) return 0;
  const std::size_t available = std::min(static_cast<std::size_t>(count), tiff.file_.size() - tiff.position_);
  std::memcpy(out, tiff.file_.data() + tiff.position_, available);
  tiff.position_ += available;
  return static_cast<tmsize_t>(available);
}

toff_t TiffFile::seek(thandle_t self, toff_t offset, int whence) {
  auto& tiff = *static_cast<TiffFile*>(self);
  const std::uint64_t base = whence == SEEK_CUR ? tiff.position_ : whence == SEEK_END ? tiff.file_.size() : 0;
  return tiff.position_ = base + offset;
}

toff_t TiffFile::size(thandle_t self) { return static_cast<TiffFile*>(self)->file_.size(); }

void TiffFile::keep(const char* text, va_list arguments) {
  if (!message_.empty()) return;
  std::array<char, 256> buffer{};
  std::vsnprintf(buffer.data(), buffer.size(), text, arguments);
  message_ = buffer.data();
}

int TiffFile::on_error(TIFF* /*tiff*/, void* self, const char* /*module*/, const char* text, va_list arguments) {
  static_cast<TiffFile*>(self)->keep(text, arguments);
  return 1;
}

int TiffFile::on_warning(TIFF* /*tiff*/, void* self, const char* /*module*/, const char* text, va_list arguments) {
  auto& tiff = *static_cast<TiffFile*>(self);
  if (tiff.warnings_count_) tiff.keep(text, arguments);
  return 1;
}

std::uint32_t TiffFile::field32(std::uint32_t tag, std::uint32_t otherwise) const {
  std::uint32_t value = otherwise;
  return TIFFGetField(handle(), tag, &value) != 0 ? value : otherwise;
}

std::uint16_t TiffFile::field16(std::uint32_t tag, std::uint16_t otherwise) const {
  std::uint16_t value = otherwise;
  return TIFFGetField(handle(), tag, &value) != 0 ? value : otherwise;
}

DType TiffLayout::dtype() const {
  if (sample_format == SAMPLEFORMAT_IEEEFP) return DType::float32;
  if (sample_format == SAMPLEFORMAT_INT || bits == 32) return DType::int32;
  return bits == 16 ? DType::uint16 : DType::uint8;
}

Expected<TiffLayout> read_tiff_layout(const TiffFile& tiff) {
  if (!tiff.ok()) return damaged(Format::tiff, tiff.message());
  const std::uint32_t height = tiff.field32(TIFFTAG_IMAGELENGTH, 0);
  const std::uint32_t width = tiff.field32(TIFFTAG_IMAGEWIDTH, 0);
  if (height - 1 >= 0x7FFFFFFFU || width - 1 >= 0x7FFFFFFFU) {
    return damaged(Format::tiff, "height or width is out of range");
  }
  TiffLayout layout;
  layout.size = {static_cast<int>(height), static_cast<int>(width)};
  layout.bits = tiff.field16(TIFFTAG_BITSPERSAMPLE, 1);
  layout.channels = tiff.field16(TIFFTAG_SAMPLESPERPIXEL, 1);
  layout.sample_format = tiff.field16(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  if (layout.sample_format == SAMPLEFORMAT_VOID) layout.sample_format = SAMPLEFORMAT_UINT;
  const bool rgb = layout.channels >= 3;
  layout.photometric =
      tiff.field16(TIFFTAG_PHOTOMETRIC, static_cast<std::uint16_t>(rgb ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK));
  layout.compression = tiff.field16(TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  layout.planes_apart =
      layout.channels > 1 && tiff.field16(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
  layout.tiled = TIFFIsTiled(tiff.handle()) != 0;
  const std::uint32_t rows = tiff.field32(layout.tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, height);
  const std::uint32_t columns = layout.tiled ? tiff.field32(TIFFTAG_TILEWIDTH, 0) : width;
  if (rows == 0 || columns - 1 >= 0x7FFFFFFFU) return damaged(Format::tiff, "tile or strip size is out of range");
  const std::uint32_t block_rows = layout.tiled ? rows : std::min(rows, height);
  if (block_rows > 0x7FFFFFFFU) return damaged(Format::tiff, "tile or strip size is out of range");
  layout.block = {static_cast<int>(block_rows), static_cast<int>(columns)};
  layout.alpha = !layout.cmyk() && has_alpha(tiff, layout.channels);
  if (layout.channels == 0) return damaged(Format::tiff, "no channels");
  if (const std::string part = unknown_part(layout); !part.empty()) return unsupported(Format::tiff, part);
  return layout;
}

Expected<Header> read_tiff_header(std::span<const std::byte> file) {
  const TiffFile tiff(file);
  const Expected<TiffLayout> layout = read_tiff_layout(tiff);
  if (!layout) return layout.error();
  Header header;
  header.format = Format::tiff;
  header.size = layout->size;
  header.bits = layout->bits;
  header.palette = layout->palette();
  header.dtype = header.palette ? DType::uint8 : layout->dtype();
  header.channels = header.palette || layout->cmyk() ? 3 : layout->channels;
  header.alpha = layout->alpha;
  header.lossy = layout->compression == COMPRESSION_JPEG;
  const std::uint16_t orientation = tiff.field16(TIFFTAG_ORIENTATION, 1);
  header.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  if (has_second_page(tiff)) return unsupported(Format::tiff, "several pages");
  if (!tiff.ok()) return damaged(Format::tiff, tiff.message());
  return header;
}

}  // namespace augshard

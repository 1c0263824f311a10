#include "codec/png_chunks.h"

#include <libdeflate.h>

#include <algorithm>
#include <string>

#include "codec/byte_reader.h"
#include "codec/damage.h"
#include "codec/exif.h"
#include "codec/png.h"

namespace augshard {
namespace {

constexpr std::size_t kSignatureBytes = 8;
constexpr std::uint32_t kMaxLength = 0x7FFFFFFF;

constexpr std::uint32_t type_of(const char (&name)[5]) {
  std::uint32_t type = 0;
  for (int i = 0; i < 4; ++i) type = type << 8U | static_cast<unsigned char>(name[i]);
  return type;
}

constexpr std::uint32_t kHeader = type_of("IHDR");
constexpr std::uint32_t kPalette = type_of("PLTE");
constexpr std::uint32_t kImageData = type_of("IDAT");
constexpr std::uint32_t kEnd = type_of("IEND");
constexpr std::uint32_t kTransparency = type_of("tRNS");
constexpr std::uint32_t kExif = type_of("eXIf");

/// Bit 5 of the first letter: lower case means that a decoder may skip the chunk.
bool is_critical(std::uint32_t type) { return (type & 0x20000000U) == 0; }

bool has_letters_only(std::uint32_t type) {
  for (int shift = 0; shift < 32; shift += 8) {
    const std::uint32_t letter = (type >> shift) & 0xDFU;
    if (letter < 'A' || letter > 'Z') return false;
  }
  return true;
}

std::string printable(std::uint32_t type) {
  std::string name;
  for (int shift = 24; shift >= 0; shift -= 8) name += static_cast<char>((type >> shift) & 0xFFU);
  return name;
}

struct Chunk {
  std::uint32_t type = 0;
  std::span<const std::byte> body;
  std::span<const std::byte> checked;  ///< type and body: what the checksum covers
  std::uint32_t checksum = 0;
};

class Scanner {
 public:
  Scanner(std::span<const std::byte> file, bool with_data) : in_(file, ByteOrder::big), with_data_(with_data) {}

  Expected<PngChunks> run() {
    while (!ended_) {
      Chunk chunk;
      if (!next(chunk)) return damaged(Format::png, "file cut short");
      if (const std::string problem = take(chunk); !problem.empty()) return damaged(Format::png, problem);
    }
    if (chunks_.data.empty()) return damaged(Format::png, "no pixel data (IDAT)");
    return std::move(chunks_);
  }

 private:
  bool next(Chunk& chunk) {
    if (!in_.has(position_, 12)) return false;
    const std::uint32_t length = in_.u32(position_);
    if (length > kMaxLength || !in_.has(position_ + 12, length)) return false;
    chunk.type = in_.u32(position_ + 4);
    chunk.checked = in_.bytes(position_ + 4, length + std::size_t{4});
    chunk.body = chunk.checked.subspan(4);
    chunk.checksum = in_.u32(position_ + 8 + length);
    position_ += 12 + std::size_t{length};
    return true;
  }

  /// What is wrong with the chunk; empty when nothing is.
  std::string take(const Chunk& chunk) {
    if (!has_letters_only(chunk.type)) return "no chunk where one should be";
    const bool first = !header_seen_;
    if (first != (chunk.type == kHeader)) return first ? "no header chunk (IHDR)" : "two header chunks (IHDR)";
    if ((chunk.type != kImageData || with_data_) &&
        libdeflate_crc32(0, chunk.checked.data(), chunk.checked.size()) != chunk.checksum) {
      return "wrong checksum of chunk " + printable(chunk.type);
    }
    const bool data_before = !chunks_.data.empty();
    if (chunk.type != kImageData && data_before) data_ended_ = true;
    switch (chunk.type) {
      case kHeader: return take_header(chunk.body);
      case kPalette: return take_palette(chunk.body, data_before);
      case kTransparency: return take_transparency(chunk.body, data_before);
      case kImageData: return take_data(chunk.body);
      case kExif: chunks_.exif = chunk.body; return {};
      case kEnd: ended_ = true; return chunk.body.empty() ? "" : "wrong length of IEND";
      default: return is_critical(chunk.type) ? "unknown chunk " + printable(chunk.type) : "";
    }
  }

  std::string take_header(std::span<const std::byte> body) {
    header_seen_ = true;
    if (body.size() != 13) return "wrong length of IHDR";
    const ByteReader in(body, ByteOrder::big);
    if (in.u32(0) - 1 >= kMaxLength || in.u32(4) - 1 >= kMaxLength) return "height or width is out of range";
    chunks_.size = {static_cast<int>(in.u32(4)), static_cast<int>(in.u32(0))};
    chunks_.bits = in.u8(8);
    const int color = in.u8(9);
    // Bit b: depth b is allowed for that colour type.
    constexpr std::uint32_t k8And16 = 1U << 8U | 1U << 16U;
    constexpr std::uint32_t kAllowed[] = {0x16 | k8And16, 0, k8And16, 0x16 | 1U << 8U, k8And16, 0, k8And16};
    if (color > 6 || chunks_.bits > 16 || (kAllowed[color] >> chunks_.bits & 1U) == 0) {
      return "colour type " + std::to_string(color) + " with " + std::to_string(chunks_.bits) + " bits";
    }
    chunks_.color = static_cast<PngColor>(color);
    if (in.u8(10) != 0 || in.u8(11) != 0 || in.u8(12) > 1) return "unknown compression, filter or interlace method";
    chunks_.interlaced = in.u8(12) == 1;
    return {};
  }

  std::string take_palette(std::span<const std::byte> body, bool data_before) {
    if (palette_seen_) return "two palettes (PLTE)";
    palette_seen_ = true;
    if (body.empty() || body.size() % 3 != 0 || body.size() > 3 * 256) return "wrong length of PLTE";
    if (chunks_.color != PngColor::palette) return {};  // a suggestion for displays, of no use here
    if (data_before) return "palette (PLTE) after the pixel data";
    chunks_.palette = body.first(std::min(body.size(), 3 * (std::size_t{1} << chunks_.bits)));
    return {};
  }

  std::string take_transparency(std::span<const std::byte> body, bool data_before) {
    const bool palette = chunks_.color == PngColor::palette;
    if (!chunks_.transparency.empty() || data_before || (palette && !palette_seen_)) return "tRNS out of place";
    const std::size_t wanted = chunks_.color == PngColor::gray ? 2 : chunks_.color == PngColor::rgb ? 6 : 0;
    if (palette ? body.empty() || body.size() > chunks_.palette.size() / 3 : wanted == 0 || body.size() != wanted) {
      return "wrong length of tRNS";
    }
    chunks_.transparency = body;
    return {};
  }

  std::string take_data(std::span<const std::byte> body) {
    if (data_ended_) return "pixel data (IDAT) in two places";
    if (chunks_.color == PngColor::palette && !palette_seen_) return "no palette (PLTE)";
    chunks_.data.push_back(body);
    return {};
  }

  ByteReader in_;
  bool with_data_;
  PngChunks chunks_;
  std::size_t position_ = kSignatureBytes;
  bool header_seen_ = false;
  bool palette_seen_ = false;
  bool data_ended_ = false;
  bool ended_ = false;
};

}  // namespace

int PngChunks::stored_channels() const {
  switch (color) {
    case PngColor::gray:
    case PngColor::palette: return 1;
    case PngColor::gray_alpha: return 2;
    case PngColor::rgb: return 3;
    case PngColor::rgba: break;
  }
  return 4;
}

std::size_t PngChunks::row_bytes(int width) const {
  const auto bits_a_pixel = static_cast<std::size_t>(stored_channels() * bits);
  return (static_cast<std::size_t>(width) * bits_a_pixel + 7) / 8;
}

Expected<PngChunks> scan_png(std::span<const std::byte> file, bool with_data) { return Scanner(file, with_data).run(); }

StoredPixels describe_pixels(const PngChunks& chunks) {
  StoredPixels stored;
  stored.bits = chunks.bits;
  const ByteReader colors(chunks.palette, ByteOrder::big);
  const ByteReader transparency(chunks.transparency, ByteOrder::big);
  for (std::size_t i = 0; i < chunks.palette.size() / 3; ++i) {
    const std::uint8_t alpha = i < transparency.size() ? transparency.u8(i) : std::uint8_t{255};
    stored.palette.push_back({colors.u8(3 * i), colors.u8(3 * i + 1), colors.u8(3 * i + 2), alpha});
  }
  if (transparency.size() == 0) return stored;
  stored.palette_alpha = chunks.color == PngColor::palette;
  // Only the bits of the depth count (PNG specification, 11.3.2.1).
  const auto value = [&](std::size_t position) {
    return static_cast<std::uint16_t>(transparency.u16(position) & ((1U << static_cast<unsigned>(chunks.bits)) - 1));
  };
  if (chunks.color == PngColor::gray) stored.transparent = {value(0), value(0), value(0)};
  if (chunks.color == PngColor::rgb) stored.transparent = {value(0), value(2), value(4)};
  return stored;
}

Expected<Header> read_png_header(std::span<const std::byte> file) {
  const Expected<PngChunks> chunks = scan_png(file, false);
  if (!chunks) return chunks.error();
  Header header;
  header.format = Format::png;
  header.size = chunks->size;
  header.bits = chunks->bits;
  header.dtype = chunks->bits == 16 ? DType::uint16 : DType::uint8;
  header.palette = chunks->color == PngColor::palette;
  const bool keyed = !chunks->transparency.empty();
  header.channels = (header.palette ? 3 : chunks->stored_channels()) + (keyed ? 1 : 0);
  header.alpha = keyed || chunks->color == PngColor::gray_alpha || chunks->color == PngColor::rgba;
  header.orientation = chunks->exif.empty() ? 1 : exif_orientation(chunks->exif);
  return header;
}

}  // namespace augshard

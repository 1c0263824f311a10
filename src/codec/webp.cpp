#include "codec/webp.h"

#include <webp/decode.h>

#include <optional>
#include <string>

#include "codec/byte_reader.h"
#include "codec/damage.h"
#include "codec/exif.h"

namespace augshard {
namespace {

constexpr std::uint32_t tag(const char (&name)[5]) {
  std::uint32_t value = 0;
  for (int i = 3; i >= 0; --i) value = value << 8U | static_cast<unsigned char>(name[i]);
  return value;
}

constexpr std::size_t kFirstChunk = 12;  // after "RIFF", the size and "WEBP"

/// Header of a lossy bitstream (RFC 6386, 9.1).
std::string read_vp8(const ByteReader& in, std::size_t body, std::size_t length, Header& header) {
  if (length < 10 || in.u24(body + 3) != 0x2A019DU) return "damaged VP8 header";
  header.lossy = true;
  header.size = {in.u16(body + 8) & 0x3FFF, in.u16(body + 6) & 0x3FFF};
  return {};
}

/// Header of a lossless bitstream (WebP Lossless Bitstream Specification, 3).
std::string read_vp8l(const ByteReader& in, std::size_t body, std::size_t length, Header& header) {
  if (length < 5 || in.u8(body) != 0x2F) return "damaged VP8L header";
  const std::uint32_t fields = in.u32(body + 1);
  header.size = {static_cast<int>(fields >> 14U & 0x3FFFU) + 1, static_cast<int>(fields & 0x3FFFU) + 1};
  header.alpha = (fields >> 28U & 1U) != 0;
  return {};
}

std::string read_exif(const ByteReader& in, std::size_t body, std::size_t length, Header& header) {
  // Some writers keep the "Exif\0\0" that JPEG puts before the block.
  const bool prefixed = length >= 6 && in.u32(body) == tag("Exif");
  const std::size_t skip = prefixed ? 6 : 0;
  header.orientation = exif_orientation(in.bytes(body + skip, length - skip));
  return {};
}

}  // namespace

Expected<Header> read_webp_header(std::span<const std::byte> file) {
  const ByteReader in(file, ByteOrder::little);
  Header header;
  header.format = Format::webp;
  const std::uint64_t end = std::uint64_t{8} + in.u32(4);
  if (end > file.size()) return damaged(Format::webp, "file cut short");

  bool image_seen = false;
  std::uint64_t position = kFirstChunk;
  while (position + 8 <= end) {
    const std::uint32_t type = in.u32(position);
    const std::size_t length = in.u32(position + 4);
    const std::size_t body = position + 8;
    if (length > end - body) return damaged(Format::webp, "file cut short");
    std::string problem;
    bool alpha_chunk = false;
    switch (type) {
      case tag("VP8 "): problem = read_vp8(in, body, length, header); break;
      case tag("VP8L"): problem = read_vp8l(in, body, length, header); break;
      case tag("ALPH"): alpha_chunk = true; break;
      case tag("EXIF"): problem = read_exif(in, body, length, header); break;
      case tag("ANIM"):
      case tag("ANMF"): return unsupported(Format::webp, "animation");
      default: break;
    }
    if (!problem.empty()) return damaged(Format::webp, problem);
    header.alpha = header.alpha || alpha_chunk;
    image_seen = image_seen || type == tag("VP8 ") || type == tag("VP8L");
    position = body + length + length % 2;
  }
  if (!image_seen || header.size.height == 0 || header.size.width == 0) return damaged(Format::webp, "no image in it");
  header.channels = header.alpha ? 4 : 3;
  return header;
}

Expected<Image> decode_webp(std::span<const std::byte> file, const Header& header) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(file.data());
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data, file.size(), &features) != VP8_STATUS_OK) return damaged(Format::webp, "damaged header");
  if (features.has_animation != 0) return unsupported(Format::webp, "animation");
  if (features.width != header.size.width || features.height != header.size.height) {
    return damaged(Format::webp, "size differs from the header's");
  }
  Image image(header.size, header.channels, DType::uint8);
  auto* out = reinterpret_cast<std::uint8_t*>(image.bytes().data());
  const auto decode = header.alpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
  if (decode(data, file.size(), out, image.byte_count(), static_cast<int>(image.row_values())) == nullptr) {
    return damaged(Format::webp, "pixel data is cut short or does not decompress");
  }
  return image;
}

}  // namespace augshard

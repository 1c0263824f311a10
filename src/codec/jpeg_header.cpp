#include <algorithm>
#include <string_view>

#include "codec/byte_reader.h"
#include "codec/damage.h"
#include "codec/exif.h"
#include "codec/jpeg.h"

namespace augshard {
namespace {

constexpr std::uint8_t kStartOfScan = 0xDA;
constexpr std::uint8_t kEndOfImage = 0xD9;
constexpr std::uint8_t kApp1 = 0xE1;

/// SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC), which share their range.
bool is_frame(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Markers without a length: TEM and RST0..7.
bool stands_alone(std::uint8_t marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7); }

bool starts_with(std::span<const std::byte> bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::equal(text.begin(), text.end(), bytes.begin(), [](char a, std::byte b) {
           return static_cast<unsigned char>(a) == std::to_integer<unsigned char>(b);
         });
}

/// Reads a frame header (SOFn) into `header`; the reason of a refusal, or nothing.
std::optional<Error> read_frame(std::uint8_t marker, std::span<const std::byte> segment, Header& header) {
  const ByteReader in(segment, ByteOrder::big);
  if (segment.size() < 6) return damaged(Format::jpeg, "frame header cut short");
  const int precision = in.u8(0);
  const int components = in.u8(5);
  // SOF0 baseline, SOF1 extended, SOF2 progressive; SOF9 and SOF10 the same with arithmetic coding.
  const bool known = marker <= 0xC2 || marker == 0xC9 || marker == 0xCA;
  if (!known) return unsupported(Format::jpeg, "lossless or hierarchical coding");
  if (precision != 8) return unsupported(Format::jpeg, std::to_string(precision) + " bits a channel");
  if (components != 1 && components != 3 && components != 4) {
    return unsupported(Format::jpeg, std::to_string(components) + " channels");
  }
  header.size = {in.u16(1), in.u16(3)};
  header.channels = components == 1 ? 1 : 3;
  if (header.size.height == 0 || header.size.width == 0) return damaged(Format::jpeg, "height or width is 0");
  return std::nullopt;
}

}  // namespace

Expected<Header> read_jpeg_header(std::span<const std::byte> file) {
  const ByteReader in(file, ByteOrder::big);
  Header header;
  header.format = Format::jpeg;
  header.lossy = true;
  bool frame_seen = false;
  bool exif_seen = false;

  std::size_t position = 2;
  while (in.has(position, 4)) {
    if (in.u8(position) != 0xFF) {
      // libjpeg skips garbage between segments with a warning, so decode_jpeg() refuses such a file anyway.
      return damaged(Format::jpeg, "no marker where one should be, at byte " + std::to_string(position));
    }
    const std::uint8_t marker = in.u8(position + 1);
    if (marker == 0xFF || stands_alone(marker)) {  // fill bytes, which may repeat
      position += marker == 0xFF ? 1 : 2;
      continue;
    }
    if (marker == kEndOfImage) break;
    if (marker == kStartOfScan) {
      if (frame_seen) return header;
      return damaged(Format::jpeg, "a scan before any frame header");
    }
    const std::size_t length = in.u16(position + 2);
    if (length < 2 || !in.has(position + 2, length)) return damaged(Format::jpeg, "file cut short in its header");
    const std::span<const std::byte> segment = in.bytes(position + 4, length - 2);
    if (is_frame(marker)) {
      if (frame_seen) return damaged(Format::jpeg, "two frame headers");
      if (std::optional<Error> error = read_frame(marker, segment, header)) return *std::move(error);
      frame_seen = true;
    } else if (marker == kApp1 && !exif_seen && starts_with(segment, std::string_view("Exif\0\0", 6))) {
      header.orientation = exif_orientation(segment.subspan(6));
      exif_seen = true;
    }
    position += 2 + length;
  }
  return damaged(Format::jpeg, "file cut short in its header");
}

}  // namespace augshard

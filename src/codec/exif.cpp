#include "codec/exif.h"

#include "codec/byte_reader.h"

namespace augshard {
namespace {

constexpr std::uint16_t kOrientationTag = 0x0112;
constexpr std::uint16_t kShort = 3;
constexpr std::uint16_t kLong = 4;
constexpr std::size_t kEntryBytes = 12;

}  // namespace

int exif_orientation(std::span<const std::byte> block) {
  if (block.size() < 8) return 1;
  const bool little = block[0] == std::byte{'I'};
  const ByteReader in(block, little ? ByteOrder::little : ByteOrder::big);
  if (in.u16(0) != (little ? 0x4949 : 0x4D4D) || in.u16(2) != 42) return 1;

  const std::uint64_t directory = in.u32(4);
  if (!in.has(directory, 2)) return 1;
  const std::size_t count = in.u16(directory);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = directory + 2 + i * kEntryBytes;
    if (!in.has(entry, kEntryBytes)) return 1;
    if (in.u16(entry) != kOrientationTag) continue;
    const std::uint16_t type = in.u16(entry + 2);
    if (type != kShort && type != kLong) return 1;
    const std::uint32_t value = type == kShort ? in.u16(entry + 8) : in.u32(entry + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace augshard

// Any bytes as an EXIF block: an orientation of 1 to 8, which the block also gives an image that carries it.
#include <vector>

#include "codec/codec.h"
#include "codec/exif.h"
#include "fuzz/fuzz.h"

using namespace augshard;
using namespace augshard::fuzz;

namespace {

/// A JPEG whose first segment after the start of image holds the block.
std::vector<std::byte> jpeg_with(Bytes block) {
  static const std::vector<std::byte> jpeg = [] {
    Image image({1, 1}, 1, DType::uint8);
    image.values<std::uint8_t>()[0] = 128;
    return encode_jpeg(image, 90);
  }();
  const std::size_t length = block.size() + 8;
  const std::byte head[] = {std::byte{0xFF}, std::byte{0xE1}, static_cast<std::byte>(length >> 8U),
                            static_cast<std::byte>(length & 0xFFU)};
  constexpr std::string_view name("Exif\0\0", 6);
  std::vector<std::byte> file(jpeg.begin(), jpeg.begin() + 2);
  file.insert(file.end(), std::begin(head), std::end(head));
  const auto name_bytes = std::as_bytes(std::span(name));
  file.insert(file.end(), name_bytes.begin(), name_bytes.end());
  file.insert(file.end(), block.begin(), block.end());
  file.insert(file.end(), jpeg.begin() + 2, jpeg.end());
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes block = bytes_of(data, size);
  const int orientation = exif_orientation(block);
  require(orientation >= 1 && orientation <= 8);
  if (block.size() + 8 > 0xFFFF) return 0;
  const auto header = read_header(jpeg_with(block));
  require(header.has_value() && header->orientation == orientation);
  return 0;
}

// Any bytes as an image file: an error or pixels that keep what the header promised, and for PNG the same verdict and
// pixels by libpng.

#include <algorithm>
#include <optional>
#include <vector>

#include "codec/byte_reader.h"
#include "codec/codec.h"
#include "codec/png.h"
#include "codec/png_reference.h"
#include "fuzz/fuzz.h"

using namespace augshard;
using namespace augshard::fuzz;

namespace {

constexpr DecodeLimits kSmall{.max_pixels = 1U << 16U, .max_bytes = 1U << 21U};

/// Rights the checksums of PNG chunks, which a mutation would hardly ever hit.
void mend_checksums(std::vector<std::byte>& file) {
  const ByteReader in(file, ByteOrder::big);
  for (std::size_t at = 8; in.has(at, 12);) {
    const std::size_t length = in.u32(at);
    if (!in.has(at + 12, length)) return;
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(file.data()) + at + 4, static_cast<uInt>(length + 4));
    for (std::size_t i = 0; i < 4; ++i) file[at + 8 + length + i] = static_cast<std::byte>(crc >> (24 - 8 * i) & 0xFFU);
    at += 12 + length;
  }
}

void check_png(std::span<const std::byte> file, const Header& header) {
  Expected<StoredPixels> stored = decode_png(file, header);
  std::optional<Image> values;
  if (stored) values = std::move(stored->values);
  require(test::libpng_agrees(values, file));
}

void check_masks(std::span<const std::byte> file, const Header& header) {
  for (const MaskKind kind : {MaskKind::label, MaskKind::binary}) {
    for (const MaskEncoding encoding :
         {MaskEncoding::automatic, MaskEncoding::colors, MaskEncoding::rgb24_id, MaskEncoding::threshold}) {
      MaskTarget target;
      target.kind = kind;
      target.encoding = encoding;
      target.colors = {{0x000000, 0}, {0xFFFFFF, 300}};
      target.allow_lossy = true;
      const Expected<Image> mask = decode_mask(file, header, target);
      if (!mask) continue;
      require(mask->size() == header.size && mask->channels() == 1 && mask->dtype() == mask_dtype(header, target));
    }
  }
}

void check(std::span<const std::byte> file) {
  const Expected<Header> header = read_header(file, kSmall);
  if (!header) return;
  require(header->size.height > 0 && header->size.width > 0 && header->orientation >= 1 && header->orientation <= 8);
  const Expected<Image> image = decode_image(file, *header);
  if (image) {
    require(image->size() == header->size && image->channels() == header->channels && image->dtype() == header->dtype);
  }
  if (header->format == Format::png) check_png(file, *header);
  check_masks(file, *header);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input = bytes_of(data, size);
  std::vector<std::byte> file(input.begin(), input.end());
  check(file);
  if (size > 8 && data[0] == 0x89) {
    mend_checksums(file);
    check(file);
  }
  return 0;
}

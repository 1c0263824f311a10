#include <libdeflate.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <string>

#include "codec/damage.h"
#include "codec/png.h"
#include "codec/png_chunks.h"
#include "codec/scratch.h"
#include "codec/unfilter.h"

namespace augshard {
namespace {

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

/// What a thread keeps between files.
struct Workspace {
  std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor{libdeflate_alloc_decompressor()};
  Scratch joined;
  Scratch inflated;
};

/// The compressed stream in one piece: most files have it so, else it is joined.
std::span<const std::byte> stream_of(const PngChunks& chunks, Scratch& joined) {
  if (chunks.data.size() == 1) return chunks.data.front();
  std::size_t size = 0;
  for (const auto& part : chunks.data) size += part.size();
  const std::span<std::byte> whole = joined.take(size);
  std::size_t at = 0;
  for (const auto& part : chunks.data) {
    if (!part.empty()) std::memcpy(whole.data() + at, part.data(), part.size());
    at += part.size();
  }
  return whole;
}

/// Deflate gives at most 1032 bytes for one (a pair of bits for 258 bytes): a stream too small for its image is
/// refused before the image is allocated.
bool can_hold(std::size_t compressed, std::size_t inflated) { return inflated / 1032 <= compressed; }

/// Why the stream did not inflate to exactly `out`; empty when it did. The checksum (Adler-32) is checked with it.
std::string inflate(Workspace& workspace, std::span<const std::byte> stream, std::span<std::byte> out) {
  if (workspace.decompressor == nullptr) throw std::bad_alloc();
  switch (libdeflate_zlib_decompress(workspace.decompressor.get(), stream.data(), stream.size(), out.data(), out.size(),
                                     nullptr)) {
    case LIBDEFLATE_SUCCESS: return {};
    case LIBDEFLATE_SHORT_OUTPUT: return "too little pixel data";
    case LIBDEFLATE_INSUFFICIENT_SPACE: return "too much pixel data";
    case LIBDEFLATE_BAD_DATA: break;
  }
  return "pixel data does not decompress, or its checksum is wrong";
}

void unpack_bits(const std::uint8_t* in, std::uint8_t* out, int width, int bits) {
  const unsigned mask = (1U << static_cast<unsigned>(bits)) - 1;
  for (int x = 0; x < width; ++x) {
    const int bit = x * bits;
    out[x] = static_cast<std::uint8_t>(in[bit / 8] >> static_cast<unsigned>(8 - bits - bit % 8) & mask);
  }
}

void copy_16_bits(const std::uint8_t* in, std::uint16_t* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::uint16_t>(in[2 * i] << 8U | in[2 * i + 1]);
}

/// Rows of whole bytes are undone straight into the image; others in place, then unpacked.
std::string unfilter(const PngChunks& chunks, std::span<std::byte> inflated, Image& image) {
  const std::size_t row_bytes = chunks.row_bytes(chunks.size.width);
  const std::size_t pixel_bytes =
      std::max<std::size_t>(1, static_cast<std::size_t>(chunks.stored_channels() * chunks.bits) / 8);
  // The row above the first is all zeros; it stands behind the last row.
  auto* bytes = reinterpret_cast<std::uint8_t*>(inflated.data());
  const std::uint8_t* prior = bytes + inflated.size() - row_bytes;
  for (int y = 0; y < image.height(); ++y) {
    std::uint8_t* row = bytes + static_cast<std::size_t>(y) * (row_bytes + 1);
    std::uint8_t* out = chunks.bits == 8 ? image.row<std::uint8_t>(y) : row + 1;
    if (!unfilter_row(row[0], {row + 1, row_bytes}, prior, out, pixel_bytes)) {
      return "unknown filter " + std::to_string(row[0]) + " in row " + std::to_string(y);
    }
    if (chunks.bits < 8) unpack_bits(out, image.row<std::uint8_t>(y), image.width(), chunks.bits);
    if (chunks.bits == 16) copy_16_bits(out, image.row<std::uint16_t>(y), image.row_values());
    prior = out;
  }
  return {};
}

Expected<Image> decode_rows(const PngChunks& chunks, Workspace& workspace) {
  const std::span<const std::byte> stream = stream_of(chunks, workspace.joined);
  const std::size_t row_bytes = chunks.row_bytes(chunks.size.width);
  const std::size_t size = static_cast<std::size_t>(chunks.size.height) * (row_bytes + 1);
  if (!can_hold(stream.size(), size)) return damaged(Format::png, "too little pixel data");

  const std::span<std::byte> inflated = workspace.inflated.take(size + row_bytes);
  if (std::string problem = inflate(workspace, stream, inflated.first(size)); !problem.empty()) {
    return damaged(Format::png, problem);
  }
  std::memset(inflated.data() + size, 0, row_bytes);
  Image image(chunks.size, chunks.stored_channels(), chunks.bits == 16 ? DType::uint16 : DType::uint8);
  if (std::string problem = unfilter(chunks, inflated, image); !problem.empty()) return damaged(Format::png, problem);
  return image;
}

}  // namespace

Expected<StoredPixels> decode_png(std::span<const std::byte> file, const Header& header) {
  const Expected<PngChunks> chunks = scan_png(file, true);
  if (!chunks) return chunks.error();
  if (chunks->size != header.size) return damaged(Format::png, "size differs from the header's");
  if (chunks->interlaced) return decode_png_by_libpng(file, header);

  thread_local Workspace workspace;
  Expected<Image> image = decode_rows(*chunks, workspace);
  workspace.joined.settle();
  workspace.inflated.settle();
  if (!image) return image.error();
  StoredPixels stored = describe_pixels(*chunks);
  stored.values = std::move(*image);
  return stored;
}

}  // namespace augshard

#include <libdeflate.h>

#include <algorithm>
#include <array>
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
struct DecodeWorkspace {
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
std::string inflate(DecodeWorkspace& workspace, std::span<const std::byte> stream, std::span<std::byte> out) {
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

void unpack_bits(const std::uint8_t* in, std::byte* out, int width, int bits, std::size_t step) {
  const unsigned mask = (1U << static_cast<unsigned>(bits)) - 1;
  for (int x = 0; x < width; ++x, out += step) {
    const int bit = x * bits;
    *out = static_cast<std::byte>(in[bit / 8] >> static_cast<unsigned>(8 - bits - bit % 8) & mask);
  }
}

/// Big-endian samples of `width` pixels to host order.
void copy_16_bits(const std::uint8_t* in, std::byte* out, int width, std::size_t pixel, std::size_t step) {
  for (int x = 0; x < width; ++x, out += step) {
    for (std::size_t c = 0; c < pixel; c += 2, in += 2) {
      const auto value = static_cast<std::uint16_t>(in[0] << 8U | in[1]);
      std::memcpy(out + c, &value, sizeof value);
    }
  }
}

/// A sub-image that is stored on its own: every step-th pixel from (x, y) on.
struct Pass {
  int x = 0, y = 0, step_x = 1, step_y = 1;

  /// Its size within `whole`; 0 x 0 where no pixel falls in it.
  [[nodiscard]] Size size_in(Size whole) const {
    const Size size{(whole.height - y + step_y - 1) / step_y, (whole.width - x + step_x - 1) / step_x};
    return size.height > 0 && size.width > 0 ? size : Size{};
  }
};

constexpr std::array<Pass, 1> kWhole{{{}}};
/// Adam7 (PNG specification, 8.2).
constexpr std::array<Pass, 7> kInterlaced{
    {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};

std::span<const Pass> passes_of(const PngChunks& chunks) {
  return chunks.interlaced ? std::span<const Pass>(kInterlaced) : std::span<const Pass>(kWhole);
}

std::size_t pass_bytes(const PngChunks& chunks, const Pass& pass) {
  const Size size = pass.size_in(chunks.size);
  return size.height == 0 ? 0 : static_cast<std::size_t>(size.height) * (chunks.row_bytes(size.width) + 1);
}

/// Turns filtered rows into an image, pass by pass.
class Unfilter {
 public:
  /// `zeros` is as long as a row: what stands above the first.
  Unfilter(const PngChunks& chunks, std::span<std::byte> inflated, std::span<std::byte> zeros, Image& image)
      : chunks_(chunks),
        image_(image),
        next_(reinterpret_cast<std::uint8_t*>(inflated.data())),
        zeros_(reinterpret_cast<const std::uint8_t*>(zeros.data())),
        filter_unit_(static_cast<std::size_t>(std::max(8, chunks.stored_channels() * chunks.bits)) / 8),
        pixel_(static_cast<std::size_t>(image.channels()) * size_of(image.dtype())) {}

  /// What is wrong with the rows; empty when nothing is.
  std::string run() {
    for (const Pass& pass : passes_of(chunks_)) {
      if (!run_pass(pass)) return "unknown filter";
    }
    return {};
  }

 private:
  /// Rows of 8 bits that lie as the image's do are undone straight into it, others where they are.
  bool run_pass(const Pass& pass) {
    const Size size = pass.size_in(chunks_.size);
    const std::size_t row_bytes = chunks_.row_bytes(size.width);
    const bool direct = chunks_.bits == 8 && !chunks_.interlaced;
    const std::uint8_t* prior = zeros_;
    for (int row = 0; row < size.height; ++row) {
      std::uint8_t* samples = next_ + 1;
      std::byte* line = image_.bytes().data() + line_offset(pass.y + row * pass.step_y);
      auto* out = direct ? reinterpret_cast<std::uint8_t*>(line) : samples;
      if (!unfilter_row(*next_, {samples, row_bytes}, prior, out, filter_unit_)) return false;
      if (!direct) place(samples, line, pass, size.width);
      prior = out;
      next_ += row_bytes + 1;
    }
    return true;
  }

  [[nodiscard]] std::size_t line_offset(int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(image_.width()) * pixel_;
  }

  void place(const std::uint8_t* samples, std::byte* line, const Pass& pass, int width) {
    const std::size_t step = static_cast<std::size_t>(pass.step_x) * pixel_;
    std::byte* out = line + static_cast<std::size_t>(pass.x) * pixel_;
    if (chunks_.bits < 8) {
      unpack_bits(samples, out, width, chunks_.bits, step);
    } else if (chunks_.bits == 16) {
      copy_16_bits(samples, out, width, pixel_, step);
    } else {
      for (int x = 0; x < width; ++x, samples += pixel_, out += step) std::memcpy(out, samples, pixel_);
    }
  }

  const PngChunks& chunks_;
  Image& image_;
  std::uint8_t* next_;
  const std::uint8_t* zeros_;
  std::size_t filter_unit_;  // bytes from a sample to the one it is filtered against
  std::size_t pixel_;        // bytes of a pixel in the image
};

Expected<Image> decode_rows(const PngChunks& chunks, DecodeWorkspace& workspace) {
  const std::span<const std::byte> stream = stream_of(chunks, workspace.joined);
  std::size_t size = 0;
  for (const Pass& pass : passes_of(chunks)) size += pass_bytes(chunks, pass);
  if (!can_hold(stream.size(), size)) return damaged(Format::png, "too little pixel data");

  const std::size_t row_bytes = chunks.row_bytes(chunks.size.width);
  const std::span<std::byte> bytes = workspace.inflated.take(size + row_bytes);
  const std::span<std::byte> inflated = bytes.first(size);
  const std::span<std::byte> zeros = bytes.subspan(size);
  if (std::string problem = inflate(workspace, stream, inflated); !problem.empty()) {
    return damaged(Format::png, problem);
  }
  std::fill(zeros.begin(), zeros.end(), std::byte{0});
  Image image(chunks.size, chunks.stored_channels(), chunks.bits == 16 ? DType::uint16 : DType::uint8);
  if (std::string problem = Unfilter(chunks, inflated, zeros, image).run(); !problem.empty()) {
    return damaged(Format::png, problem);
  }
  return image;
}

}  // namespace

Expected<StoredPixels> decode_png(std::span<const std::byte> file, const Header& header) {
  const Expected<PngChunks> chunks = scan_png(file, true);
  if (!chunks) return chunks.error();
  if (chunks->size != header.size) return damaged(Format::png, "size differs from the header's");

  thread_local DecodeWorkspace workspace;
  Expected<Image> image = decode_rows(*chunks, workspace);
  workspace.joined.settle();
  workspace.inflated.settle();
  if (!image) return image.error();
  StoredPixels stored = describe_pixels(*chunks);
  stored.values = std::move(*image);
  return stored;
}

}  // namespace augshard

#include <algorithm>
#include <cstring>

#include "codec/codec.h"

namespace augshard {
namespace {

/// Where output pixel (0, 0) comes from, and how far apart its right and lower neighbours' sources are, in pixels.
struct Walk {
  std::ptrdiff_t origin = 0;
  std::ptrdiff_t right = 1;
  std::ptrdiff_t down = 0;
};

bool swaps_axes(int orientation) { return orientation >= 5; }

/// EXIF 2.32, 4.6.4 A: orientation names the edges of the scene at which the stored row 0 and column 0 lie.
bool is_from_right(int orientation) {
  return orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
}
bool is_from_below(int orientation) {
  return orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
}

Walk walk_of(Size stored, int orientation) {
  const std::ptrdiff_t width = stored.width;
  const std::ptrdiff_t last_row = (stored.height - 1) * width;
  const std::ptrdiff_t last_column = width - 1;
  const bool from_right = is_from_right(orientation);
  const bool from_below = is_from_below(orientation);
  Walk walk;
  walk.origin = (from_below ? last_row : 0) + (from_right ? last_column : 0);
  const std::ptrdiff_t along_row = from_right ? -1 : 1;
  const std::ptrdiff_t along_column = from_below ? -width : width;
  walk.right = swaps_axes(orientation) ? along_column : along_row;
  walk.down = swaps_axes(orientation) ? along_row : along_column;
  return walk;
}

/// Blocks keep both sides in the cache when rows become columns. N = 0: any pixel size.
template <std::size_t N>
void turn(const std::byte* in, Image& out, const Walk& walk, std::size_t pixel_bytes) {
  constexpr int kBlock = 32;
  const std::size_t bytes = N == 0 ? pixel_bytes : N;
  const auto step = walk.right * static_cast<std::ptrdiff_t>(bytes);
  for (int block_y = 0; block_y < out.height(); block_y += kBlock) {
    for (int block_x = 0; block_x < out.width(); block_x += kBlock) {
      const int end_y = std::min(block_y + kBlock, out.height());
      const int end_x = std::min(block_x + kBlock, out.width());
      for (int y = block_y; y < end_y; ++y) {
        const std::ptrdiff_t first = walk.origin + y * walk.down + block_x * walk.right;
        const std::byte* from = in + first * static_cast<std::ptrdiff_t>(bytes);
        const std::size_t at =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(out.width()) + static_cast<std::size_t>(block_x);
        std::byte* to = out.bytes().data() + at * bytes;
        for (int x = block_x; x < end_x; ++x, from += step, to += bytes) std::memcpy(to, from, bytes);
      }
    }
  }
}

}  // namespace

Size upright_size(Size size, int orientation) { return swaps_axes(orientation) ? Size{size.width, size.height} : size; }

Point turn_upright(Point point, Size stored, int orientation) {
  if (orientation <= 1 || orientation > 8) return point;
  const Point at{is_from_right(orientation) ? stored.width - point.x : point.x,
                 is_from_below(orientation) ? stored.height - point.y : point.y};
  return swaps_axes(orientation) ? Point{at.y, at.x} : at;
}

Image turn_upright(Image image, int orientation) {
  if (orientation <= 1 || orientation > 8 || image.empty()) return image;
  const std::size_t pixel_bytes = static_cast<std::size_t>(image.channels()) * size_of(image.dtype());
  const Walk walk = walk_of(image.size(), orientation);
  Image upright(upright_size(image.size(), orientation), image.channels(), image.dtype());
  const std::byte* in = image.bytes().data();
  switch (pixel_bytes) {
    case 1: turn<1>(in, upright, walk, 1); break;
    case 2: turn<2>(in, upright, walk, 2); break;
    case 3: turn<3>(in, upright, walk, 3); break;
    case 4: turn<4>(in, upright, walk, 4); break;
    case 6: turn<6>(in, upright, walk, 6); break;
    default: turn<0>(in, upright, walk, pixel_bytes); break;
  }
  return upright;
}

}  // namespace augshard

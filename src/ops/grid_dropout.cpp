#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/erased.h"

namespace augshard {
namespace {

struct GridDropout {
  IntDraw unit_px{Draw::uniform(32, 64)};
  Draw ratio = Draw::constant(0.5);
  std::vector<double> fill{0};
  std::optional<double> mask_fill;
};

// The part of [start, start + length) inside [0, limit).
struct Span {
  int start, length;
};
Span inside(int start, int length, int limit) {
  const int low = std::max(0, start);
  return {low, std::min(limit, start + length) - low};
}

Erasure grid_dropout(const GridDropout& params, const Scene& scene, Draws& draws) {
  const Size size = scene.size;
  const auto unit = static_cast<int>(draws.integer("unit_px", params.unit_px));
  const int hole = static_cast<int>(std::nearbyint(unit * draws.number("ratio", params.ratio)));
  const auto left = static_cast<int>(draws.below("x", unit));
  const auto top = static_cast<int>(draws.below("y", unit));
  Erasure erasure{{}, params.fill, params.mask_fill};
  for (int y = top - unit; y < size.height; y += unit) {
    for (int x = left - unit; x < size.width; x += unit) {
      const Span across = inside(x, hole, size.width);
      const Span down = inside(y, hole, size.height);
      if (across.length > 0 && down.length > 0) {
        erasure.rects.push_back({across.start, down.start, across.length, down.length});
      }
    }
  }
  return erasure;
}

}  // namespace

OpInfo op_grid_dropout() {
  return OpBuilder<GridDropout>("grid_dropout", "Erases the squares of a grid at a random offset.")
      .param("unit_px", &GridDropout::unit_px, Range{2, 100000}, Unit::px, "Side of one cell of the grid.")
      .param("ratio", &GridDropout::ratio, Range{0, 1}, Unit::fraction,
             "Side of the square erased in each cell, as a fraction of the cell's.")
      .with(declare_fills<GridDropout>)
      .example(R"({"op": "grid_dropout", "unit_px": [32, 64], "ratio": 0.5})")
      .also_known_as({"GridDropout"})
      .regions(grid_dropout);
}

}  // namespace augshard

#include <cmath>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/erased.h"

namespace augshard {
namespace {

struct GridMask {
  Draw unit_px = Draw::uniform(64, 128);
  Draw ratio = Draw::constant(0.5);
  Draw angle_deg = Draw::uniform(0, 360);
  std::vector<double> fill{0};
  std::optional<double> mask_fill;
};

double fraction_of(double value) { return value - std::floor(value); }

// A pixel is erased where its centre, turned back, lies in the square at the corner of its cell.
Erasure grid_mask(const GridMask& params, const Scene& scene, Draws& draws) {
  const double unit = draws.number("unit_px", params.unit_px);
  const double ratio = draws.number("ratio", params.ratio);
  const double angle = exact::radians(draws.number("angle_deg", params.angle_deg));
  const double shift_x = draws.uniform("shift_x", 0, 1);
  const double shift_y = draws.uniform("shift_y", 0, 1);
  const double c = exact::cos(angle) / unit;
  const double s = exact::sin(angle) / unit;
  Erasure erasure{{}, params.fill, params.mask_fill};
  erasure.area = Image(scene.size, 1, DType::uint8);
  for (int y = 0; y < scene.size.height; ++y) {
    std::uint8_t* row = erasure.area.row<std::uint8_t>(y);
    const double dy = y + 0.5 - scene.size.height / 2.0;
    for (int x = 0; x < scene.size.width; ++x) {
      const double dx = x + 0.5 - scene.size.width / 2.0;
      const double u = fraction_of(c * dx - s * dy + shift_x);
      const double v = fraction_of(s * dx + c * dy + shift_y);
      row[x] = u < ratio && v < ratio ? 1 : 0;
    }
  }
  return erasure;
}

}  // namespace

OpInfo op_grid_mask() {
  return OpBuilder<GridMask>("grid_mask", "Erases the squares of a grid that is turned and shifted.")
      .param("unit_px", &GridMask::unit_px, Range{2, 100000}, Unit::px, "Side of one cell of the grid.")
      .param("ratio", &GridMask::ratio, Range{0, 1}, Unit::fraction,
             "Side of the square erased in each cell, as a fraction of the cell's.")
      .param("angle_deg", &GridMask::angle_deg, Range{-360, 360}, Unit::degrees,
             "Turn of the grid about the centre, counter-clockwise.")
      .with(declare_fills<GridMask>)
      .example(R"({"op": "grid_mask", "unit_px": [48, 96], "ratio": 0.5})")
      .also_known_as({"GridMask"})
      .regions(grid_mask);
}

}  // namespace augshard

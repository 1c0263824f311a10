#include <algorithm>
#include <cmath>
#include <vector>

#include "op/op.h"
#include "ops/kernels/displacement.h"

namespace augshard {
namespace {

struct GridDistortion {
  int steps = 5;
  Draw limit_frac = Draw::uniform(-0.3, 0.3);
};

// Displacements of the lines of one axis, one ring before the frame and one after it. The frame's own edges stay.
std::vector<double> draw_lines(std::string_view name, const GridDistortion& params, double spacing, Draws& draws) {
  std::vector<double> lines(static_cast<std::size_t>(params.steps) + 4, 0.0);
  for (std::size_t line = 2; line < static_cast<std::size_t>(params.steps) + 1; ++line) {
    lines[line] = spacing * draws.number(name, params.limit_frac);
  }
  return lines;
}

Expected<Step> grid_distortion(const GridDistortion& params, const Scene& scene, Draws& draws) {
  DisplacementField field;
  field.kernel = DisplacementField::Kernel::linear;
  field.spacing_x = static_cast<double>(scene.size.width) / params.steps;
  field.spacing_y = static_cast<double>(scene.size.height) / params.steps;
  const std::vector<double> columns = draw_lines("column", params, field.spacing_x, draws);
  const std::vector<double> rows = draw_lines("row", params, field.spacing_y, draws);
  field.columns = static_cast<int>(columns.size());
  field.rows = static_cast<int>(rows.size());
  for (const double dy : rows) {
    for (const double dx : columns) field.nodes.push_back({dx, dy});
  }
  return field_step(scene.size, std::move(field));
}

}  // namespace

OpInfo op_grid_distortion() {
  return OpBuilder<GridDistortion>("grid_distortion", "Move the lines of a grid and stretch what lies between them.")
      .param("steps", &GridDistortion::steps, Range{1, 100}, Unit::count, "Cells along each axis.")
      .param("limit_frac", &GridDistortion::limit_frac, Range{-0.45, 0.45}, Unit::fraction,
             "Shift of each inner line, as a fraction of a cell.")
      .example(R"({"op": "grid_distortion", "steps": 5, "limit_frac": [-0.3, 0.3]})")
      .also_known_as({"GridDistortion", "RandGridDistortiond"})
      .geometry(grid_distortion);
}

}  // namespace augshard

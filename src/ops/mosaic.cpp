#include <algorithm>
#include <cmath>

#include "op/op.h"

namespace augshard {
namespace {

struct Mosaic {
  int rows = 2;
  int columns = 2;
  std::optional<int> height;
  std::optional<int> width;
  Draw center_frac = Draw::uniform(0.25, 0.75);
};

int other_cells(const Mosaic& params) { return params.rows * params.columns - 1; }

/// One axis of the grid: lines between cells, which move together with the centre.
struct Lines {
  int cells = 0;
  int cell = 0;   ///< px
  int shift = 0;  ///< px

  [[nodiscard]] int at(int line) const { return line == 0 ? 0 : line == cells ? cells * cell : line * cell + shift; }
  [[nodiscard]] int inside(int line) const { return std::clamp(at(line), 0, cells * cell); }
  /// Where a picture starts: in the first cell it ends at the line, in the others it begins there.
  [[nodiscard]] int start(int index, int length) const { return index == 0 && cells > 1 ? at(1) - length : at(index); }
};

Lines lines(int cells, int cell, double center_frac) {
  return {cells, cell, static_cast<int>(std::nearbyint((center_frac - 0.5) * cells * cell))};
}

Expected<Mix> mosaic(const Mosaic& params, std::span<const Scene> scenes, Draws& draws) {
  const int height = params.height.value_or(scenes[0].size.height);
  const int width = params.width.value_or(scenes[0].size.width);
  const Lines x = lines(params.columns, width, draws.number("center_x", params.center_frac));
  const Lines y = lines(params.rows, height, draws.number("center_y", params.center_frac));
  Mix mix;
  mix.canvas = {params.rows * height, params.columns * width};
  for (int i = 0; i < static_cast<int>(scenes.size()); ++i) {
    const int row = i / params.columns;
    const int column = i % params.columns;
    const Size picture = scenes[static_cast<std::size_t>(i)].size;
    Layer layer;
    layer.sample = static_cast<std::size_t>(i);
    layer.x = x.start(column, picture.width);
    layer.y = y.start(row, picture.height);
    layer.window = {x.inside(column), y.inside(row), x.inside(column + 1) - x.inside(column),
                    y.inside(row + 1) - y.inside(row)};
    mix.layers.push_back(std::move(layer));
  }
  return mix;
}

Shape canvas_shape(const Mosaic& params, const Shape& in) {
  Shape out = in;
  out.size.reset();
  const bool is_known = in.size || (params.height && params.width);
  if (!is_known) return out;
  const Size cell{params.height ? *params.height : in.size->height, params.width ? *params.width : in.size->width};
  out.size = Size{params.rows * cell.height, params.columns * cell.width};
  return out;
}

}  // namespace

OpInfo op_mosaic() {
  return OpBuilder<Mosaic>("mosaic", "Sets the record, top left, and others into a grid of cells on a larger canvas.")
      .param("rows", &Mosaic::rows, Range{1, 8}, Unit::count, "Rows of cells.")
      .param("columns", &Mosaic::columns, Range{1, 8}, Unit::count, "Columns of cells.")
      .param("height", &Mosaic::height, Range{1, 65536}, Unit::px,
             "Height of a cell: the canvas has this times the rows; not set: that of the record.")
      .param("width", &Mosaic::width, Range{1, 65536}, Unit::px,
             "Width of a cell: the canvas has this times the columns; not set: that of the record.")
      .param("center_frac", &Mosaic::center_frac, Range{0, 1}, Unit::fraction,
             "Where the middle of the grid lies on the canvas, drawn apart for x and y; pictures meet at its lines and "
             "keep their size.")
      .rule([](const Mosaic& p) { return p.rows * p.columns >= 2; }, "rows times columns must be at least 2")
      .example(R"({"op": "mosaic", "center_frac": [0.25, 0.75]})")
      .example(R"({"op": "mosaic", "rows": 3, "columns": 3, "height": 100, "width": 100, "center_frac": 0.5})")
      .also_known_as({"Mosaic", "RandomMosaic"})
      .shape(canvas_shape)
      .mix(other_cells, mosaic);
}

}  // namespace augshard

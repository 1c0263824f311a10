#include <algorithm>

#include "op/op.h"
#include "ops/kernels/displacement.h"
#include "ops/kernels/random_order.h"

namespace augshard {
namespace {

struct GridShuffle {
  int rows = 3;
  int columns = 3;
};

// Tiles of whole pixels: what does not go up into them stays at the right and at the bottom.
Expected<Step> grid_shuffle(const GridShuffle& params, const Scene& scene, Draws& draws) {
  const int rows = std::min(params.rows, scene.size.height);
  const int columns = std::min(params.columns, scene.size.width);
  const Size tile{scene.size.height / rows, scene.size.width / columns};
  DisplacementField field =
      cells_of({tile.height * rows, tile.width * columns}, rows, columns, DisplacementField::Kernel::tiles);
  const auto order = random_order(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), draws);
  for (int place = 0; place < rows * columns; ++place) {
    const auto from = static_cast<int>(order[static_cast<std::size_t>(place)]);
    const int row = place / columns;
    const int column = place % columns;
    field.nodes[static_cast<std::size_t>((row + 1) * field.columns + column + 1)] = {
        static_cast<double>((from % columns - column) * tile.width),
        static_cast<double>((from / columns - row) * tile.height)};
  }
  return field_step(scene.size, std::move(field));
}

}  // namespace

OpInfo op_grid_shuffle() {
  return OpBuilder<GridShuffle>("grid_shuffle", "Cut the image into equal tiles and put them together in random order.")
      .param("rows", &GridShuffle::rows, Range{1, 32}, Unit::count,
             "Tiles from top to bottom; rows of pixels that are left over at the bottom stay.")
      .param("columns", &GridShuffle::columns, Range{1, 32}, Unit::count,
             "Tiles from left to right; columns of pixels that are left over at the right stay.")
      .example(R"({"op": "grid_shuffle", "rows": 3, "columns": 3})")
      .also_known_as({"RandomGridShuffle", "RandomJigsaw"})
      .geometry(grid_shuffle);
}

}  // namespace augshard

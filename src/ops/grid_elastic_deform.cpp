#include "op/op.h"
#include "ops/kernels/displacement.h"

namespace augshard {
namespace {

struct GridElasticDeform {
  int rows = 4;
  int columns = 4;
  Draw magnitude_frac = Draw::uniform(0.1, 0.3);
};

Expected<Step> grid_elastic_deform(const GridElasticDeform& params, const Scene& scene, Draws& draws) {
  const double magnitude = draws.number("magnitude_frac", params.magnitude_frac);
  DisplacementField field = cells_of(scene.size, params.rows, params.columns, DisplacementField::Kernel::cubic_bspline);
  shake_nodes(field, magnitude * field.spacing_x, magnitude * field.spacing_y, draws.field_key("field"));
  return field_step(scene.size, std::move(field));
}

}  // namespace

OpInfo op_grid_elastic_deform() {
  return OpBuilder<GridElasticDeform>("grid_elastic_deform",
                                      "Displace every point by a cubic B-spline over a coarse grid of random shifts.")
      .param("rows", &GridElasticDeform::rows, Range{1, 100}, Unit::count, "Cells from top to bottom.")
      .param("columns", &GridElasticDeform::columns, Range{1, 100}, Unit::count, "Cells from left to right.")
      .param("magnitude_frac", &GridElasticDeform::magnitude_frac, Range{0, 1}, Unit::fraction,
             "Largest shift of a grid point in x and in y, as a fraction of a cell; no pixel moves more.")
      .example(R"({"op": "grid_elastic_deform", "rows": 4, "columns": 4, "magnitude_frac": [0.1, 0.3]})")
      .also_known_as({"GridElasticDeform", "RandSmoothDeformd"})
      .geometry(grid_elastic_deform);
}

}  // namespace augshard

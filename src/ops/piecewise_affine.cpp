#include "op/op.h"
#include "ops/kernels/displacement.h"

namespace augshard {
namespace {

struct PiecewiseAffine {
  int rows = 4;
  int columns = 4;
  Draw magnitude_frac = Draw::uniform(0.05, 0.2);
};

Expected<Step> piecewise_affine(const PiecewiseAffine& params, const Scene& scene, Draws& draws) {
  const double magnitude = draws.number("magnitude_frac", params.magnitude_frac);
  DisplacementField field = cells_of(scene.size, params.rows, params.columns, DisplacementField::Kernel::linear);
  shake_nodes(field, magnitude * field.spacing_x, magnitude * field.spacing_y, draws.field_key("field"));
  return field_step(scene.size, std::move(field));
}

}  // namespace

OpInfo op_piecewise_affine() {
  return OpBuilder<PiecewiseAffine>("piecewise_affine",
                                    "Move the corners of a grid's cells and stretch each cell between its four.")
      .param("rows", &PiecewiseAffine::rows, Range{1, 100}, Unit::count, "Cells from top to bottom.")
      .param("columns", &PiecewiseAffine::columns, Range{1, 100}, Unit::count, "Cells from left to right.")
      .param("magnitude_frac", &PiecewiseAffine::magnitude_frac, Range{0, 0.45}, Unit::fraction,
             "Largest shift of a corner in x and in y, as a fraction of a cell.")
      .example(R"({"op": "piecewise_affine", "rows": 4, "columns": 4, "magnitude_frac": [0.05, 0.2]})")
      .also_known_as({"PiecewiseAffine"})
      .geometry(piecewise_affine);
}

}  // namespace augshard

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct Transpose {};

Expected<Step> transpose(const Transpose&, const Scene& scene, Draws&) { return transpose_step(scene.size); }

Shape transposed_shape(const Transpose&, const Shape& in) {
  Shape out = in;
  if (in.size) out.size = Size{in.size->width, in.size->height};
  return out;
}

}  // namespace

OpInfo op_transpose() {
  return OpBuilder<Transpose>("transpose", "Exchange rows and columns; an exact copy.")
      .example(R"({"op": "transpose", "p": 0.5})")
      .also_known_as({"Transpose", "Transposed"})
      .shape(transposed_shape)
      .geometry(transpose);
}

}  // namespace augshard

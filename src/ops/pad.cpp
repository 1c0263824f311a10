#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct Pad {
  int left_px = 0;
  int right_px = 0;
  int top_px = 0;
  int bottom_px = 0;
};

Size padded_size(const Pad& params, Size in) {
  return {in.height + params.top_px + params.bottom_px, in.width + params.left_px + params.right_px};
}

Expected<Step> pad(const Pad& params, const Scene& scene, Draws&) {
  Step step = crop_step(padded_size(params, scene.size), -params.left_px, -params.top_px);
  step.makes_area = true;
  return step;
}

Shape padded_shape(const Pad& params, const Shape& in) {
  Shape out = in;
  if (in.size) out.size = padded_size(params, *in.size);
  return out;
}

}  // namespace

OpInfo op_pad() {
  return OpBuilder<Pad>("pad", "Add rows and columns around the image; the new area stays fill whatever follows.")
      .param("left_px", &Pad::left_px, Range{0, 65536}, Unit::px, "Columns added at the left.")
      .param("right_px", &Pad::right_px, Range{0, 65536}, Unit::px, "Columns added at the right.")
      .param("top_px", &Pad::top_px, Range{0, 65536}, Unit::px, "Rows added at the top.")
      .param("bottom_px", &Pad::bottom_px, Range{0, 65536}, Unit::px, "Rows added at the bottom.")
      .example(R"({"op": "pad", "left_px": 8, "right_px": 8, "top_px": 4, "bottom_px": 4})")
      .also_known_as({"Pad", "BorderPadd", "ZeroPadding2D"})
      .shape(padded_shape)
      .geometry(pad);
}

}  // namespace augshard

#include <cmath>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct RandomCropFromBorders {
  Draw left_frac = Draw::uniform(0, 0.1);
  Draw right_frac = Draw::uniform(0, 0.1);
  Draw top_frac = Draw::uniform(0, 0.1);
  Draw bottom_frac = Draw::uniform(0, 0.1);
};

int draw_cut(std::string_view name, const Draw& fraction, int extent, Draws& draws) {
  return static_cast<int>(std::floor(draws.number(name, fraction) * extent));
}

// Each side may take less than half: one pixel at least is left.
Expected<Step> random_crop_from_borders(const RandomCropFromBorders& params, const Scene& scene, Draws& draws) {
  const Size in = scene.size;
  const int left = draw_cut("left_frac", params.left_frac, in.width, draws);
  const int right = draw_cut("right_frac", params.right_frac, in.width, draws);
  const int top = draw_cut("top_frac", params.top_frac, in.height, draws);
  const int bottom = draw_cut("bottom_frac", params.bottom_frac, in.height, draws);
  return crop_step({in.height - top - bottom, in.width - left - right}, left, top);
}

Shape cropped_shape(const RandomCropFromBorders&, const Shape& in) {
  Shape out = in;
  out.size.reset();
  return out;
}

}  // namespace

OpInfo op_random_crop_from_borders() {
  using P = RandomCropFromBorders;
  return OpBuilder<P>("random_crop_from_borders", "Cut a random part away from each side.")
      .param("left_frac", &P::left_frac, Range{0, 0.49}, Unit::fraction, "Part of the width cut at the left.")
      .param("right_frac", &P::right_frac, Range{0, 0.49}, Unit::fraction, "Part of the width cut at the right.")
      .param("top_frac", &P::top_frac, Range{0, 0.49}, Unit::fraction, "Part of the height cut at the top.")
      .param("bottom_frac", &P::bottom_frac, Range{0, 0.49}, Unit::fraction, "Part of the height cut at the bottom.")
      .example(R"({"op": "random_crop_from_borders", "left_frac": [0, 0.2], "right_frac": [0, 0.2]})")
      .also_known_as({"RandomCropFromBorders"})
      .shape(cropped_shape)
      .geometry(random_crop_from_borders);
}

}  // namespace augshard

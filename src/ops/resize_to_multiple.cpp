#include <algorithm>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct ResizeToMultiple {
  int divisor = 32;
  std::string rounding = "up";
};

int multiple_of(const ResizeToMultiple& params, int extent) {
  const int below = extent / params.divisor;
  const int rest = extent % params.divisor;
  const bool up = rest > 0 && (params.rounding == "up" || (params.rounding == "nearest" && 2 * rest >= params.divisor));
  return std::max(1, below + (up ? 1 : 0)) * params.divisor;
}

Size rounded_size(const ResizeToMultiple& params, Size in) {
  return {multiple_of(params, in.height), multiple_of(params, in.width)};
}

Expected<Step> resize_to_multiple(const ResizeToMultiple& params, const Scene& scene, Draws&) {
  return resize_step(scene.size, rounded_size(params, scene.size));
}

Shape rounded_shape(const ResizeToMultiple& params, const Shape& in) {
  Shape out = in;
  if (in.size) out.size = rounded_size(params, *in.size);
  return out;
}

}  // namespace

OpInfo op_resize_to_multiple() {
  return OpBuilder<ResizeToMultiple>("resize_to_multiple",
                                     "Scale height and width, each by itself, to a multiple of a number.")
      .param("divisor", &ResizeToMultiple::divisor, Range{1, 65536}, Unit::px,
             "Height and width become multiples of it.")
      .param("rounding", &ResizeToMultiple::rounding, OneOf{{"up", "nearest", "down"}},
             "Which multiple; the least is the divisor itself.")
      .example(R"({"op": "resize_to_multiple", "divisor": 32})")
      .also_known_as({"ResizeToMultiple"})
      .shape(rounded_shape)
      .geometry(resize_to_multiple);
}

}  // namespace augshard

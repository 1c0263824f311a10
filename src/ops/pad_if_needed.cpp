#include <algorithm>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct PadIfNeeded {
  std::optional<int> min_height;
  std::optional<int> min_width;
  std::optional<int> divisor;
  std::string position = "center";
};

int padded_extent(int extent, const std::optional<int>& least, const std::optional<int>& divisor) {
  int padded = std::max(extent, least.value_or(extent));
  if (divisor) padded = (padded + *divisor - 1) / *divisor * *divisor;
  return padded;
}

Size padded_size(const PadIfNeeded& params, Size in) {
  return {padded_extent(in.height, params.min_height, params.divisor),
          padded_extent(in.width, params.min_width, params.divisor)};
}

int offset(const PadIfNeeded& params, std::string_view name, int room, Draws& draws) {
  if (params.position == "random") return static_cast<int>(draws.below(name, room + 1));
  return params.position == "center" ? room / 2 : 0;
}

Expected<Step> pad_if_needed(const PadIfNeeded& params, const Scene& scene, Draws& draws) {
  const Size out = padded_size(params, scene.size);
  const int left = offset(params, "left", out.width - scene.size.width, draws);
  const int top = offset(params, "top", out.height - scene.size.height, draws);
  Step step = crop_step(out, -left, -top);
  step.makes_area = true;
  return step;
}

Shape padded_shape(const PadIfNeeded& params, const Shape& in) {
  Shape out = in;
  if (in.size) out.size = padded_size(params, *in.size);
  return out;
}

}  // namespace

OpInfo op_pad_if_needed() {
  return OpBuilder<PadIfNeeded>("pad_if_needed", "Pad to a least size, to a multiple, or to both.")
      .param("min_height", &PadIfNeeded::min_height, Range{1, 65536}, Unit::px, "Least height of the result.")
      .param("min_width", &PadIfNeeded::min_width, Range{1, 65536}, Unit::px, "Least width of the result.")
      .param("divisor", &PadIfNeeded::divisor, Range{1, 65536}, Unit::px, "Height and width become multiples of it.")
      .param("position", &PadIfNeeded::position, OneOf{{"center", "top_left", "random"}},
             "Where the image stands in the frame.")
      .rule([](const PadIfNeeded& p) { return p.min_height || p.min_width || p.divisor; },
            "min_height, min_width or divisor must be given")
      .example(R"({"op": "pad_if_needed", "divisor": 32})")
      .also_known_as({"PadIfNeeded", "SpatialPadd", "DivisiblePadd"})
      .shape(padded_shape)
      .geometry(pad_if_needed);
}

}  // namespace augshard

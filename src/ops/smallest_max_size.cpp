#include <algorithm>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct SmallestMaxSize {
  int size = 512;
  std::optional<int> max_size;
};

Size scaled_size(const SmallestMaxSize& params, Size in) {
  double scale = static_cast<double>(params.size) / std::min(in.height, in.width);
  if (params.max_size) scale = std::min(scale, static_cast<double>(*params.max_size) / std::max(in.height, in.width));
  return {whole_pixels(in.height * scale), whole_pixels(in.width * scale)};
}

Expected<Step> smallest_max_size(const SmallestMaxSize& params, const Scene& scene, Draws&) {
  return resize_step(scene.size, scaled_size(params, scene.size));
}

Shape scaled_shape(const SmallestMaxSize& params, const Shape& in) {
  Shape out = in;
  if (in.size) out.size = scaled_size(params, *in.size);
  return out;
}

}  // namespace

OpInfo op_smallest_max_size() {
  return OpBuilder<SmallestMaxSize>("smallest_max_size", "Scale so that the shorter side has a given length.")
      .param("size", &SmallestMaxSize::size, Range{1, 65536}, Unit::px, "Length of the shorter side.")
      .required()
      .param("max_size", &SmallestMaxSize::max_size, Range{1, 65536}, Unit::px,
             "Most that the longer side may have; the shorter one then stays below size.")
      .example(R"({"op": "smallest_max_size", "size": 128, "max_size": 320})")
      .also_known_as({"SmallestMaxSize", "ResizeShortestEdge", "RandomShortestSize"})
      .shape(scaled_shape)
      .geometry(smallest_max_size);
}

}  // namespace augshard

#include <algorithm>

#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct LongestMaxSize {
  int size = 1024;
};

Size scaled_size(const LongestMaxSize& params, Size in) {
  const double scale = static_cast<double>(params.size) / std::max(in.height, in.width);
  return {whole_pixels(in.height * scale), whole_pixels(in.width * scale)};
}

Expected<Step> longest_max_size(const LongestMaxSize& params, const Scene& scene, Draws&) {
  return resize_step(scene.size, scaled_size(params, scene.size));
}

Shape scaled_shape(const LongestMaxSize& params, const Shape& in) {
  Shape out = in;
  if (in.size) out.size = scaled_size(params, *in.size);
  return out;
}

}  // namespace

OpInfo op_longest_max_size() {
  return OpBuilder<LongestMaxSize>("longest_max_size", "Scale so that the longer side has a given length.")
      .param("size", &LongestMaxSize::size, Range{1, 65536}, Unit::px, "Length of the longer side.")
      .required()
      .example(R"({"op": "longest_max_size", "size": 160})")
      .also_known_as({"LongestMaxSize"})
      .shape(scaled_shape)
      .geometry(longest_max_size);
}

}  // namespace augshard

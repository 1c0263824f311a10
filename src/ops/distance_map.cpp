#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/distance.h"

namespace augshard {
namespace {

struct DistanceMap {
  std::vector<double> ignore_labels{0, 255};
  bool outside = false;
  std::optional<double> limit_px;
  MaskName mask;
};

MaskKind kind_of(const DistanceMap&) { return MaskKind::heatmap; }
Shape shape_of(const DistanceMap&, const Shape& in) { return {in.size, in.channels, DType::float32}; }

std::vector<bool> pixels_of_objects(const Image& mask, const std::vector<double>& ignored) {
  std::vector<bool> inside;
  inside.reserve(mask.value_count());
  visit_dtype(mask.dtype(), [&]<class T>(T) {
    for (const T id : mask.values<T>()) {
      inside.push_back(std::find(ignored.begin(), ignored.end(), static_cast<double>(id)) == ignored.end());
    }
  });
  return inside;
}

void distance_map(const DistanceMap& params, Image& mask, Draws&) {
  const std::vector<bool> objects = pixels_of_objects(mask, params.ignore_labels);
  std::vector<bool> rest = objects;
  rest.flip();
  // Farther than the diagonal nothing is: what an image without the other side holds.
  const double diagonal =
      std::sqrt(static_cast<double>(mask.height()) * mask.height() + static_cast<double>(mask.width()) * mask.width());
  const double limit = std::min(params.limit_px.value_or(diagonal), diagonal);
  const auto length = [&](std::int64_t squared) {
    return static_cast<float>(std::min(std::sqrt(static_cast<double>(squared)), limit));
  };
  const std::vector<std::int64_t> to_rest = squared_distances(mask.size(), rest);
  Image distances(mask.size(), 1, DType::float32);
  const auto out = distances.values<float>();
  std::transform(to_rest.begin(), to_rest.end(), out.begin(), length);
  if (params.outside) {
    const std::vector<std::int64_t> to_objects = squared_distances(mask.size(), objects);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] -= length(to_objects[i]);
  }
  mask = std::move(distances);
}

}  // namespace

OpInfo op_distance_map() {
  return OpBuilder<DistanceMap>(
             "distance_map",
             "Makes a float mask of the distance, in pixels, from each pixel of an object to the nearest outside.")
      .param("ignore_labels", &DistanceMap::ignore_labels, Range{0, 2147483647}, Unit::label,
             "Labels that are no objects.")
      .param("outside", &DistanceMap::outside,
             "Pixels outside have the distance to the nearest object as a negative number, else 0.")
      .param("limit_px", &DistanceMap::limit_px, Range{0, 1e6}, Unit::px,
             "Larger distances are this; null: the image's diagonal.")
      .param("mask", &DistanceMap::mask, "The mask; default: every label mask.")
      .types({DType::uint8, DType::uint16, DType::int32})
      .channels({1})
      .shape(shape_of)
      .mask_kind(kind_of)
      .example(R"({"op": "distance_map", "limit_px": 32})")
      .also_known_as({"DistanceTransformEDTd"})
      .labels(distance_map);
}

}  // namespace augshard

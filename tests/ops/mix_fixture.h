#pragma once

#include "ops/pixels_fixture.h"

/// Mix ops on scenes without pixels.
namespace augshard::mix_test {

using pixels_test::bound;
using pixels_test::draws_of;

/// What the op makes of pictures of these sizes.
inline Mix mixed(const std::string& json, const std::vector<Size>& sizes, const std::string& record = "record") {
  const BoundOp op = bound(json);
  std::vector<Scene> scenes;
  for (const Size size : sizes) scenes.push_back(Scene{.size = size});
  Draws draws = draws_of(record);
  auto mix = std::get<MixKernel>(op.info->kernel).mix(op.params.get(), scenes, draws);
  REQUIRE(mix);
  return std::move(*mix);
}

inline int partners_of(const std::string& json) {
  const BoundOp op = bound(json);
  return std::get<MixKernel>(op.info->kernel).partners(op.params.get());
}

inline Shape shape_after(const std::string& json, const Shape& in) {
  const BoundOp op = bound(json);
  return op.info->shape(op.params.get(), in);
}

}  // namespace augshard::mix_test

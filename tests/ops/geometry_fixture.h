#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "geometry/chain.h"
#include "geometry/resample.h"
#include "op/table.h"
#include "ops/bound_op.h"

/// What the tests of geometry ops share.
namespace augshard::geometry_test {

using ops_test::bound;

inline Expected<Step> try_in(const std::string& json, const Scene& scene, const std::string& record = "record") {
  const BoundOp op = bound(json);
  Draws draws(RandomStream(1, record, 1, "0"));
  return std::get<GeometryKernel>(op.info->kernel)(op.params.get(), scene, draws);
}

inline Step step_in(const std::string& json, const Scene& scene, const std::string& record = "record") {
  auto step = try_in(json, scene, record);
  REQUIRE(step);
  return *step;
}

inline Expected<Step> try_step(const std::string& json, Size in, const std::string& record = "record",
                               const Image* mask = nullptr) {
  return try_in(json, {.size = in, .label_mask = [mask](std::string_view) { return mask; }}, record);
}

inline Step step_of(const std::string& json, Size in, const std::string& record = "record",
                    const Image* mask = nullptr) {
  auto step = try_step(json, in, record, mask);
  REQUIRE(step);
  return *step;
}

/// Where the centre of output pixel (x, y) comes from, as (x, y) in edge coordinates of the input.
inline Point source_of(const Step& step, double x, double y) {
  const auto p = step.to_input.apply({x + 0.5, y + 0.5});
  REQUIRE(p);
  return *p;
}

inline void check_point(Point p, double x, double y) {
  CHECK(p.x == doctest::Approx(x).epsilon(1e-9));
  CHECK(p.y == doctest::Approx(y).epsilon(1e-9));
}

/// The part of the input that the output shows, of a step without turns.
inline Box window_of(const Step& step) {
  const Point first = step.to_input.apply({0, 0}).value();
  const Point last =
      step.to_input.apply({static_cast<double>(step.output.width), static_cast<double>(step.output.height)}).value();
  return {first.x, first.y, last.x, last.y};
}

/// True when every edge of the window is one between pixels.
inline bool is_whole(const Box& box) {
  const auto whole = [](double value) { return value == static_cast<int>(value); };
  return whole(box.x0) && whole(box.y0) && whole(box.x1) && whole(box.y1);
}

inline bool holds(const Box& window, const Box& box) {
  constexpr double kRounding = 1e-9;
  return window.x0 <= box.x0 + kRounding && window.y0 <= box.y0 + kRounding && window.x1 >= box.x1 - kRounding &&
         window.y1 >= box.y1 - kRounding;
}

inline Box frame_of(Size size) { return {0, 0, static_cast<double>(size.width), static_cast<double>(size.height)}; }

/// `count` boxes of a record within the frame, their sides up to `largest` pixels long and at least one.
inline std::vector<LabeledBox> random_boxes(const std::string& record, Size size, int count, double largest) {
  RandomStream random(7, record, 0, "boxes");
  std::vector<LabeledBox> boxes;
  for (int i = 0; i < count; ++i) {
    const double width = 1 + (std::min<double>(largest, size.width) - 1) * random.uniform();
    const double height = 1 + (std::min<double>(largest, size.height) - 1) * random.uniform();
    const double x = (size.width - width) * random.uniform();
    const double y = (size.height - height) * random.uniform();
    boxes.push_back({{x, y, x + width, y + height}, i});
  }
  return boxes;
}

inline Scene scene_of(Size size, const std::vector<LabeledBox>& boxes) {
  Scene scene{.size = size};
  scene.boxes = [boxes] { return boxes; };
  return scene;
}

/// An image of one channel whose pixels are 0.
inline Image blank(Size size, DType dtype = DType::uint8) {
  Image image(size, 1, dtype);
  std::fill(image.bytes().begin(), image.bytes().end(), std::byte{0});
  return image;
}

/// An image of one channel whose pixels count up from 1.
inline Image counting(Size size, DType dtype = DType::uint8) {
  Image image(size, 1, dtype);
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    T next{1};
    for (T& value : image.values<T>()) value = next++;
  });
  return image;
}

/// The op applied to `image`, nearest, outside filled with `fill`.
inline std::vector<int> applied(const Step& step, const Image& image, double fill = 99) {
  Chain chain(image.size());
  chain.append(step);
  TargetSampling sampling;
  sampling.interpolation = Interpolation::nearest;
  sampling.source = {Border::constant, {fill}};
  sampling.areas.assign(chain.stages().size(), {Border::constant, {fill}});
  const Image output = resample(image, chain, sampling);
  const auto values = output.values<std::uint8_t>();
  return {values.begin(), values.end()};
}

/// True when the op gives different maps for different records.
inline bool varies(const std::string& json, Size in) {
  const Step first = step_of(json, in, "a");
  for (const char* record : {"b", "c", "d", "e", "f", "g"}) {
    const Step other = step_of(json, in, record);
    if (other.to_input.m != first.to_input.m || !(other.output == first.output)) return true;
    if (first.field && other.field->nodes[12].x != first.field->nodes[12].x) return true;
  }
  return false;
}

}  // namespace augshard::geometry_test

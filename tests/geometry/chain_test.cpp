#include "geometry/chain.h"

#include <doctest/doctest.h>

#include <memory>

#include "geometry/annotations.h"
#include "geometry/pictures.h"
#include "geometry/steps.h"

using namespace augshard;
using namespace augshard::pictures;

namespace {

std::shared_ptr<const DisplacementField> bumps(Size size, double amplitude) {
  auto field = std::make_shared<DisplacementField>();
  field->spacing_x = 10;
  field->spacing_y = 8;
  field->columns = static_cast<int>(size.width / field->spacing_x) + 4;
  field->rows = static_cast<int>(size.height / field->spacing_y) + 4;
  for (int i = 0; i < field->rows * field->columns; ++i) {
    const auto words = noise_block(3, static_cast<std::uint64_t>(i));
    field->nodes.push_back({amplitude * (words[0] * 0x1p-31 - 1), amplitude * (words[1] * 0x1p-31 - 1)});
  }
  return field;
}

}  // namespace

TEST_CASE("rotation by quarter turns has no rounding error") {
  CHECK(Projective::rotation(90).m == std::array<double, 9>{0, 1, 0, -1, 0, 0, 0, 0, 1});
  CHECK(Projective::rotation(-270).m == Projective::rotation(90).m);
  CHECK(Projective::rotation(720).m == Projective{}.m);
}

TEST_CASE("quad_to_quad takes four corners where they belong, and refuses a line") {
  const std::array<Point, 4> from{Point{0, 0}, Point{10, 0}, Point{10, 5}, Point{0, 5}};
  const std::array<Point, 4> to{Point{1, 2}, Point{9, 1}, Point{8, 7}, Point{0, 6}};
  const auto map = Projective::quad_to_quad(from, to);
  REQUIRE(map);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(map->apply(from[i])->x == doctest::Approx(to[i].x));
    CHECK(map->apply(from[i])->y == doctest::Approx(to[i].y));
  }
  const std::array<Point, 4> line{Point{0, 0}, Point{1, 1}, Point{2, 2}, Point{3, 3}};
  CHECK_FALSE(Projective::quad_to_quad(line, to));
}

TEST_CASE("steps without new area between them become one stage") {
  const Chain chain = chain_of({40, 60}, {flip_step({40, 60}, true, false), quarter_turn_step({40, 60}, 1),
                                          crop_step({20, 20}, 3, 4), resize_step({20, 20}, {30, 10})});
  CHECK(chain.stages().size() == 1);
  CHECK(chain.output() == Size{30, 10});
  CHECK(chain.is_axis_aligned());
}

TEST_CASE("to_output is the inverse of the map, fields and perspective included") {
  const Size size{48, 64};
  Step bent;
  bent.output = size;
  bent.field = bumps(size, 2);
  const auto tilt = Projective::quad_to_quad({Point{0, 0}, Point{64, 0}, Point{64, 48}, Point{0, 48}},
                                             {Point{3, 2}, Point{60, 4}, Point{62, 45}, Point{1, 47}});
  REQUIRE(tilt);
  Step tilted;
  tilted.output = size;
  tilted.to_input = *tilt;
  const Chain chain =
      chain_of(size, {centred_step(size, size, Projective::rotation(20)), bent, tilted, crop_step({30, 40}, 5, 6)});
  for (int y = 0; y <= 30; y += 5) {
    for (int x = 0; x <= 40; x += 5) {
      const Point output{static_cast<double>(x), static_cast<double>(y)};
      const auto source = trace(chain, output);
      REQUIRE(source);
      const auto back = chain.to_output(*source);
      REQUIRE(back);
      CHECK(std::fabs(back->x - output.x) < 1e-6);
      CHECK(std::fabs(back->y - output.y) < 1e-6);
    }
  }
}

TEST_CASE("minification: shrunk sides, rotation leaves them alone") {
  const Size size{100, 200};
  const Chain halved = chain_of(size, {resize_step(size, {50, 50})});
  CHECK(halved.minification().x == doctest::Approx(4));
  CHECK(halved.minification().y == doctest::Approx(2));
  const Chain turned = chain_of(size, {centred_step(size, size, Projective::rotation(33))});
  CHECK(turned.minification().x == doctest::Approx(1));
}

TEST_CASE("two mirrored steps undo each other") {
  Step mirrored = flip_step({4, 4}, true, false);
  mirrored.mirrors = true;
  CHECK(chain_of({4, 4}, {mirrored}).mirrors());
  CHECK_FALSE(chain_of({4, 4}, {mirrored, mirrored}).mirrors());
  CHECK(chain_of({4, 4}, {mirrored, mirrored}).is_identity());
}

TEST_CASE("boxes: a flip mirrors edges, a turn gives the hull, identity changes nothing") {
  const Size size{50, 100};
  const Object object = object_of({10, 20, 30, 25}, 7);
  const auto mapped = [&](const Chain& chain) { return bounds_of(map_object(chain, object).outline); };
  CHECK(mapped(Chain(size)) == Box{10, 20, 30, 25});
  CHECK(map_object(Chain(size), object).label == 7);
  CHECK(mapped(chain_of(size, {flip_step(size, true, false)})) == Box{70, 20, 90, 25});
  CHECK(mapped(chain_of(size, {quarter_turn_step(size, 1)})) == Box{20, 70, 25, 90});
}

TEST_CASE("a keypoint at 24.5 survives a flip there and back") {
  const Size size{25, 25};
  const Chain flip = chain_of(size, {flip_step(size, true, false)});
  const Keypoint once = map_keypoint(flip, {24.5, 3.25});
  CHECK(once.x == 0.5);
  const Keypoint twice = map_keypoint(flip, once);
  CHECK((twice.x == 24.5 && twice.y == 3.25 && twice.visibility == Visibility::visible));
}

TEST_CASE("a keypoint on the edge stays on it under every resize") {
  for (int width = 1; width < 500; ++width) {
    const Chain chain = chain_of({10, 449}, {resize_step({10, 449}, {10, width})});
    const Keypoint landed = map_keypoint(chain, {449, 0});
    CHECK(landed.visibility == Visibility::visible);
    CHECK(landed.x == doctest::Approx(width));
    CHECK(landed.x <= width);
  }
}

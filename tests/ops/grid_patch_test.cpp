#include <set>

#include "geometry/pictures.h"
#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {

Scene copy_of(Size size, int copy, int copies) {
  Scene scene{.size = size};
  scene.copy = copy;
  scene.copies = copies;
  return scene;
}

std::string op_of(const std::string& more = "") {
  return R"({"op": "grid_patch", "height": 16, "width": 20)" + more + "}";
}

/// All patches of a record, by as many copies as it takes.
std::vector<Step> patches_of(const std::string& op, Size size) {
  std::vector<Step> steps;
  for (int copy = 1; copy <= 1000; ++copy) {
    Step step = step_in(op, copy_of(size, copy, 1000));
    if (step.leaves_out) return steps;
    steps.push_back(step);
  }
  FAIL("more than 1000 patches");
  return steps;
}

/// The patches put together at their places; true when that is the source, byte by byte, and each pixel is there.
bool makes_source_again(const std::vector<Step>& steps, const Image& source) {
  Image mosaic(source.size(), source.channels(), source.dtype());
  std::vector<bool> seen(static_cast<std::size_t>(source.width()) * static_cast<std::size_t>(source.height()));
  const std::size_t pixel = static_cast<std::size_t>(source.channels()) * size_of(source.dtype());
  for (const Step& step : steps) {
    const Chain chain = pictures::chain_of(source.size(), {step});
    const Image patch = resample(source, chain, pictures::sampling_of(chain, Interpolation::linear, Border::constant));
    const Box window = window_of(step);
    for (int y = 0; y < patch.height(); ++y) {
      for (int x = 0; x < patch.width(); ++x) {
        const int to_x = static_cast<int>(window.x0) + x;
        const int to_y = static_cast<int>(window.y0) + y;
        if (to_x >= source.width() || to_y >= source.height()) continue;
        const auto to =
            static_cast<std::size_t>(to_y) * static_cast<std::size_t>(source.width()) + static_cast<std::size_t>(to_x);
        const auto from =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(patch.width()) + static_cast<std::size_t>(x);
        std::copy_n(patch.bytes().begin() + static_cast<std::ptrdiff_t>(from * pixel), pixel,
                    mosaic.bytes().begin() + static_cast<std::ptrdiff_t>(to * pixel));
        seen[to] = true;
      }
    }
  }
  return std::find(seen.begin(), seen.end(), false) == seen.end() &&
         std::equal(mosaic.bytes().begin(), mosaic.bytes().end(), source.bytes().begin());
}

}  // namespace

TEST_CASE("the patches put together are the source again, byte by byte") {
  for (const Size size : {Size{64, 80}, Size{65, 79}, Size{16, 20}, Size{17, 101}}) {
    for (const DType dtype : {DType::uint8, DType::float32}) {
      const Image source = pictures::noise(size, 3, dtype, 5);
      for (const std::string more :
           {"", R"(, "rest": "pad")", R"(, "overlap_px": 7)", R"(, "overlap_px": 5, "rest": "pad")"}) {
        CAPTURE(more);
        CHECK(makes_source_again(patches_of(op_of(more), size), source));
      }
    }
  }
}

TEST_CASE("rows first, the last one shifted inward, padded or dropped") {
  const Size size{40, 50};
  const auto lefts = [&](const std::string& more) {
    std::vector<double> x;
    for (const Step& step : patches_of(op_of(more), size)) x.push_back(window_of(step).x0);
    return x;
  };
  CHECK(lefts("") == std::vector<double>{0, 20, 30, 0, 20, 30, 0, 20, 30});
  CHECK(lefts(R"(, "rest": "pad")") == std::vector<double>{0, 20, 40, 0, 20, 40, 0, 20, 40});
  CHECK(lefts(R"(, "rest": "drop")") == std::vector<double>{0, 20, 0, 20});
  CHECK(lefts(R"(, "rest": "drop", "overlap_px": 5)") == std::vector<double>{0, 15, 30, 0, 15, 30, 0, 15, 30});
}

TEST_CASE("new area is made only where a patch hangs over") {
  for (const Step& step : patches_of(op_of(R"(, "rest": "pad")"), {40, 50})) {
    const Box window = window_of(step);
    CHECK(step.makes_area == (window.x1 > 50 || window.y1 > 40));
  }
  for (const Step& step : patches_of(op_of(), {40, 50})) CHECK_FALSE(step.makes_area);
}

TEST_CASE("an image smaller than a patch is one patch, padded or enlarged, or is refused") {
  for (const std::string rest : {"shift", "pad", "drop"}) {
    const auto steps = patches_of(op_of(R"(, "rest": ")" + rest + "\""), {10, 12});
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].makes_area);
    CHECK(holds(window_of(steps[0]), {0, 0, 12, 10}));
  }
  CHECK_FALSE(try_step(op_of(R"(, "if_smaller": "error")"), {10, 12}));
}

TEST_CASE("copies must be enough; the original counts as one of one") {
  const auto refused = try_in(op_of(), copy_of({40, 50}, 1, 8));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "patches");
  CHECK(refused.error().message == "the record gives 9 patches, but 8 copies are made of it");
  CHECK(refused.error().hint.find("9 or more") != std::string::npos);
  CHECK(try_in(op_of(), copy_of({40, 50}, 9, 9)));
  CHECK_FALSE(try_step(op_of(), {40, 50}));
  CHECK(try_step(op_of(), {16, 20}));
}

TEST_CASE("surplus repeat begins again; random takes any patch of any number of copies") {
  const Step again = step_in(op_of(R"(, "surplus": "repeat")"), copy_of({40, 50}, 11, 12));
  CHECK(window_of(again) == window_of(step_in(op_of(), copy_of({40, 50}, 2, 12))));
  std::set<std::pair<double, double>> corners;
  for (int i = 0; i < 200; ++i) {
    const Box window = window_of(step_in(op_of(R"(, "pick": "random")"), copy_of({40, 50}, 1, 1), std::to_string(i)));
    corners.insert({window.x0, window.y0});
  }
  CHECK(corners.size() == 9);
}

#include <algorithm>
#include <set>

#include "geometry/annotations.h"
#include "geometry/pictures.h"
#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {

struct Tiles {
  Size size;
  int rows, columns;
};

/// Which tile of the source each tile of the result is, by the pixels alone; every tile must be one, byte by byte.
std::vector<int> tiles_found(const Image& source, const Image& shuffled, const Tiles& t) {
  const Size tile{t.size.height / t.rows, t.size.width / t.columns};
  const auto same = [&](int r, int c, int r0, int c0) {
    const std::size_t pixel = static_cast<std::size_t>(source.channels()) * size_of(source.dtype());
    const std::size_t stride = pixel * static_cast<std::size_t>(source.width());
    for (int y = 0; y < tile.height; ++y) {
      const auto at = [&](const Image& image, int row, int column) {
        return image.bytes().data() + static_cast<std::size_t>(row * tile.height + y) * stride +
               static_cast<std::size_t>(column * tile.width) * pixel;
      };
      const std::byte* a = at(shuffled, r, c);
      if (!std::equal(a, a + static_cast<std::size_t>(tile.width) * pixel, at(source, r0, c0))) return false;
    }
    return true;
  };
  std::vector<int> found;
  for (int place = 0; place < t.rows * t.columns; ++place) {
    for (int from = 0; from < t.rows * t.columns; ++from) {
      if (same(place / t.columns, place % t.columns, from / t.columns, from % t.columns)) found.push_back(from);
    }
  }
  return found;
}

std::string op_of(const Tiles& t) {
  return R"({"op": "grid_shuffle", "rows": )" + std::to_string(t.rows) + R"(, "columns": )" +
         std::to_string(t.columns) + "}";
}

}  // namespace

TEST_CASE("a shuffle is an exact copy of tiles, in every interpolation and type; what is left over stays") {
  for (const Tiles& t : {Tiles{{48, 60}, 3, 4}, Tiles{{50, 67}, 3, 4}, Tiles{{31, 5}, 2, 5}}) {
    for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
      for (const int channels : {1, 3, 4}) {
        const Image image = pictures::noise(t.size, channels, dtype, 7, 250);
        const Step step = step_of(op_of(t), t.size, "a");
        const Chain chain = pictures::chain_of(t.size, {step});
        for (const Interpolation interpolation :
             {Interpolation::nearest, Interpolation::linear, Interpolation::cubic, Interpolation::lanczos4,
              Interpolation::area, Interpolation::label_linear}) {
          const Image made = resample(image, chain, pictures::sampling_of(chain, interpolation, Border::constant, 3));
          std::vector<int> found = tiles_found(image, made, t);
          CAPTURE(channels);
          CAPTURE(name_of(dtype));
          CAPTURE(static_cast<int>(interpolation));
          std::sort(found.begin(), found.end());
          REQUIRE(found.size() == static_cast<std::size_t>(t.rows * t.columns));
          for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == static_cast<int>(i));
          const int left_over = t.size.width % t.columns;
          for (int y = 0; y < t.size.height; ++y) {
            const auto stride = image.row_values() * size_of(dtype);
            const auto tail = static_cast<std::size_t>(left_over * channels) * size_of(dtype);
            const auto end =
                image.bytes().begin() + static_cast<std::ptrdiff_t>(stride * (static_cast<std::size_t>(y) + 1));
            const auto end_made = made.bytes().begin() + (end - image.bytes().begin());
            CHECK(
                std::equal(end - static_cast<std::ptrdiff_t>(tail), end, end_made - static_cast<std::ptrdiff_t>(tail)));
          }
        }
      }
    }
  }
}

TEST_CASE("every order of the tiles comes up, the given one too") {
  std::set<std::vector<int>> orders;
  const Tiles t{{4, 6}, 1, 3};
  const Image image = counting(t.size);
  for (int i = 0; i < 100; ++i) {
    const Chain chain = pictures::chain_of(t.size, {step_of(op_of(t), t.size, std::to_string(i))});
    orders.insert(tiles_found(
        image, resample(image, chain, pictures::sampling_of(chain, Interpolation::nearest, Border::constant)), t));
  }
  CHECK(orders.size() == 6);
}

TEST_CASE("outside the tiles nothing moves, so that a border stays a border") {
  const Step step = step_of(R"({"op": "grid_shuffle", "rows": 4, "columns": 4})", {43, 41});
  for (const Point p : {Point{-3, 7}, Point{12, -0.5}, Point{40.5, 3}, Point{60, 60}, Point{3, 42.5}}) {
    const Point d = step.field->at(p);
    CHECK((d.x == 0 && d.y == 0));
  }
}

TEST_CASE("keypoints follow their tile: there and back is the same place") {
  const Size size{90, 120};
  const Step step = step_of(R"({"op": "grid_shuffle", "rows": 3, "columns": 4})", size);
  const Chain chain = pictures::chain_of(size, {step});
  std::set<std::pair<double, double>> places;
  for (double y = 0.5; y < 90; y += 1) {
    for (double x = 0.5; x < 120; x += 1) {
      const Keypoint landed = map_keypoint(chain, {x, y});
      REQUIRE(landed.visibility == Visibility::visible);
      const Point back = pictures::trace(chain, {landed.x, landed.y}).value();
      CHECK((back.x == x && back.y == y));
      places.insert({landed.x, landed.y});
    }
  }
  CHECK(places.size() == 90 * 120);
}

TEST_CASE("a box in one tile moves whole; of one that is torn the largest piece is left, and its share") {
  const Size size{60, 80};
  const Step step = step_of(R"({"op": "grid_shuffle", "rows": 3, "columns": 4})", size, "a");
  const Chain chain = pictures::chain_of(size, {step});
  const Object whole = map_object(chain, object_of({21, 22, 39, 38}, 1));
  CHECK(whole.visible == 1);
  CHECK(area_of(whole.outline) == doctest::Approx(18 * 16));

  // 12 of 20 columns and 10 of 14 rows lie in one tile.
  const Box torn{28, 30, 48, 44};
  const Object piece = map_object(chain, object_of(torn, 1));
  CHECK(piece.visible == doctest::Approx(12.0 * 10 / (20 * 14)));
  const Box left = bounds_of(piece.outline);
  const Point corner = pictures::trace(chain, {left.x0, left.y0}).value();
  check_point(corner, 28, 30);
  CHECK((left.x1 - left.x0 == doctest::Approx(12)));
  CHECK((left.y1 - left.y0 == doctest::Approx(10)));
}

TEST_CASE("a box over tiles that stay together stays whole") {
  const Size size{20, 40};
  for (int i = 0; i < 200; ++i) {
    const Step step = step_of(R"({"op": "grid_shuffle", "rows": 1, "columns": 4})", size, std::to_string(i));
    const Chain chain = pictures::chain_of(size, {step});
    const Object object = map_object(chain, object_of({5, 5, 15, 15}, 1));
    const Point left = map_keypoint(chain, {9.5, 10}).visibility == Visibility::visible
                           ? Point{map_keypoint(chain, {9.5, 10}).x, 0}
                           : Point{};
    const bool together = map_keypoint(chain, {10.5, 10}).x - left.x == 1;
    CHECK(object.visible == (together ? 1.0 : 0.5));
  }
}

TEST_CASE("an image of fewer pixels than tiles has tiles of one pixel") {
  const Step step = step_of(R"({"op": "grid_shuffle", "rows": 8, "columns": 8})", {3, 2});
  auto values = applied(step, counting({3, 2}));
  std::sort(values.begin(), values.end());
  CHECK(values == std::vector{1, 2, 3, 4, 5, 6});
}

#include "ops/mix_fixture.h"

using namespace augshard;
using namespace augshard::mix_test;

namespace {

constexpr Size kMosaicSize{20, 30};

/// The part of the canvas that the layer's picture shows.
Rect shown(const Layer& layer, Size picture) {
  const int x0 = std::max(layer.x, layer.window.x);
  const int y0 = std::max(layer.y, layer.window.y);
  const int x1 = std::min(layer.x + picture.width, layer.window.x + layer.window.width);
  const int y1 = std::min(layer.y + picture.height, layer.window.y + layer.window.height);
  return {x0, y0, std::max(0, x1 - x0), std::max(0, y1 - y0)};
}

void check_rect(const Rect& rect, int x, int y, int width, int height) {
  CHECK(rect.x == x);
  CHECK(rect.y == y);
  CHECK(rect.width == width);
  CHECK(rect.height == height);
}

}  // namespace

TEST_CASE("with the centre in the middle every picture has its cell, the record's own the first") {
  const Mix mix =
      mixed(R"({"op": "mosaic", "center_frac": 0.5})", {kMosaicSize, kMosaicSize, kMosaicSize, kMosaicSize});
  CHECK(partners_of(R"({"op": "mosaic"})") == 3);
  CHECK(mix.canvas == Size{40, 60});
  REQUIRE(mix.layers.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(mix.layers[i].sample == i);
    check_rect(shown(mix.layers[i], kMosaicSize), static_cast<int>(i % 2) * 30, static_cast<int>(i / 2) * 20, 30, 20);
  }
}

TEST_CASE("pictures of any size meet at a centre off the middle") {
  const std::vector<Size> sizes{{20, 30}, {10, 12}, {50, 70}, {20, 30}};
  const Mix mix = mixed(R"({"op": "mosaic", "center_frac": 0.25})", sizes);
  // The centre is (15, 10).
  check_rect(shown(mix.layers[0], sizes[0]), 0, 0, 15, 10);
  CHECK((mix.layers[0].x == -15 && mix.layers[0].y == -10));
  check_rect(shown(mix.layers[1], sizes[1]), 15, 0, 12, 10);
  check_rect(shown(mix.layers[2], sizes[2]), 0, 10, 15, 30);
  CHECK((mix.layers[2].x == -55 && mix.layers[2].y == 10));
  check_rect(shown(mix.layers[3], sizes[3]), 15, 10, 30, 20);
}

TEST_CASE("windows never overlap and, with the centre in the middle, tile the canvas") {
  for (const auto& [rows, columns] : {std::pair{1, 2}, {3, 1}, {3, 3}, {4, 2}}) {
    for (const double center : {0.0, 0.3, 0.5, 1.0}) {
      const std::string json = R"({"op": "mosaic", "rows": )" + std::to_string(rows) + R"(, "columns": )" +
                               std::to_string(columns) + R"(, "center_frac": )" + std::to_string(center) + "}";
      const Mix mix = mixed(json, std::vector<Size>(static_cast<std::size_t>(rows * columns), kMosaicSize));
      std::vector<int> covered(static_cast<std::size_t>(mix.canvas.width * mix.canvas.height), 0);
      for (const Layer& layer : mix.layers) {
        for (int y = layer.window.y; y < layer.window.y + layer.window.height; ++y) {
          for (int x = layer.window.x; x < layer.window.x + layer.window.width; ++x) {
            REQUIRE((x >= 0 && y >= 0 && x < mix.canvas.width && y < mix.canvas.height));
            ++covered[static_cast<std::size_t>(y * mix.canvas.width + x)];
          }
        }
      }
      CHECK(std::ranges::all_of(covered, [](int count) { return count == 1; }));
    }
  }
}

TEST_CASE("the size of a cell is the record's or the pipeline's, and shape() tells the canvas") {
  const std::vector<Size> sizes{kMosaicSize, {9, 9}};
  const std::string json = R"({"op": "mosaic", "rows": 2, "columns": 1, "height": 50, "width": 40})";
  CHECK(mixed(json, sizes).canvas == Size{100, 40});
  CHECK(shape_after(json, {}).size == Size{100, 40});
  CHECK(mixed(R"({"op": "mosaic", "rows": 2, "columns": 1})", sizes).canvas == Size{40, 30});
  CHECK(shape_after(R"({"op": "mosaic"})", {kMosaicSize, 3, DType::uint8}) == Shape{Size{40, 60}, 3, DType::uint8});
  CHECK_FALSE(shape_after(R"({"op": "mosaic", "height": 50})", {}).size);
}

#include "sample/annotation.h"

#include <doctest/doctest.h>

using namespace augshard;

TEST_CASE("every box format gives back the numbers it was given, and means the same box") {
  const Size size{50, 200};
  const Box box{20, 10, 60, 25};
  const std::array<std::array<double, 4>, 8> written{{{20, 10, 60, 25},
                                                      {20, 10, 40, 15},
                                                      {40, 17.5, 40, 15},
                                                      {10, 20, 25, 60},
                                                      {0.1, 0.2, 0.3, 0.5},
                                                      {0.1, 0.2, 0.2, 0.3},
                                                      {0.2, 0.35, 0.2, 0.3},
                                                      {0.2, 0.1, 0.5, 0.3}}};
  for (std::size_t i = 0; i < kBoxFormats.size(); ++i) {
    INFO(name_of(kBoxFormats[i]));
    const Box read = box_of(written[i], kBoxFormats[i], size);
    CHECK(read.x0 == doctest::Approx(box.x0));
    CHECK(read.y0 == doctest::Approx(box.y0));
    CHECK(read.x1 == doctest::Approx(box.x1));
    CHECK(read.y1 == doctest::Approx(box.y1));
    const auto numbers = numbers_of(box, kBoxFormats[i], size);
    for (std::size_t k = 0; k < 4; ++k) CHECK(numbers[k] == doctest::Approx(written[i][k]));
  }
}

TEST_CASE("a polygon is cut at the frame, and what lies outside is nothing") {
  const Size frame{10, 20};
  CHECK(bounds_of(clipped(object_of({-5, 2, 8, 30}, 0).outline, frame)) == Box{0, 2, 8, 10});
  CHECK(clipped(object_of({20, 0, 25, 5}, 0).outline, frame).empty());
  CHECK(clipped(object_of({3, 3, 3, 9}, 0).outline, frame).empty());
  // A diamond around the frame's corner keeps a triangle.
  const std::vector<Point> diamond{{0, -4}, {4, 0}, {0, 4}, {-4, 0}};
  const auto kept = clipped(diamond, frame);
  CHECK(area_of(kept) == doctest::Approx(8));
  CHECK(bounds_of(kept) == Box{0, 0, 4, 4});
}

TEST_CASE("area does not depend on the way a polygon runs") {
  std::vector<Point> polygon{{0, 0}, {4, 0}, {4, 3}};
  CHECK(area_of(polygon) == doctest::Approx(6));
  std::swap(polygon[0], polygon[2]);
  CHECK(area_of(polygon) == doctest::Approx(6));
}

TEST_CASE("a keypoint keeps its numbers in every notation; an absent one has none") {
  const Size size{50, 200};
  for (const KeypointFormat format : kKeypointFormats) {
    for (const bool index : {true, false}) {
      const KeypointNotation notation{format, index};
      const std::vector<double> written{0.25, 0.5, 1};
      const auto numbers = std::span(written).first(values_of(format));
      std::vector<double> again;
      append_numbers(keypoint_of(numbers, notation, size), notation, size, again);
      CHECK(again == std::vector<double>(numbers.begin(), numbers.end()));
    }
  }
  const std::vector<double> pixel{7, 3, 2};
  CHECK(keypoint_of(pixel, {KeypointFormat::xyv, true}, size).x == 7.5);
  CHECK(keypoint_of(pixel, {KeypointFormat::xyv, false}, size).x == 7);
  std::vector<double> numbers;
  append_numbers({9, 9, Visibility::absent}, {}, size, numbers);
  CHECK(numbers == std::vector<double>{0, 0, 0});
}

#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("the range of the type becomes 0..1 by default") {
  CHECK(values_of<float>(applied(R"({"op": "rescale"})", bytes({1, 3}, 1, {0, 51, 255}))) ==
        std::vector{0.0F, 0.2F, 1.0F});
  CHECK(values_of<float>(applied(R"({"op": "rescale"})", image_of<std::uint16_t>({1, 2}, 1, {0, 65535}))) ==
        std::vector{0.0F, 1.0F});
  const Image image = pattern({6, 7}, 3, DType::float32);
  CHECK(same(applied(R"({"op": "rescale"})", image), image));
}

TEST_CASE("an interval of stored values, clipped unless asked not to") {
  const Image image = image_of<std::uint16_t>({1, 4}, 1, {0, 1000, 3000, 5000});
  CHECK(values_of<float>(applied(R"({"op": "rescale", "in": [1000, 3000], "out": [-1, 1]})", image)) ==
        std::vector{-1.0F, -1.0F, 1.0F, 1.0F});
  CHECK(values_of<float>(applied(R"({"op": "rescale", "in": [1000, 3000], "out": [-1, 1], "clip": false})", image)) ==
        std::vector{-2.0F, -1.0F, 1.0F, 3.0F});
}

TEST_CASE("percentiles of the image") {
  std::vector<float> values;
  for (int i = 0; i <= 100; ++i) values.push_back(static_cast<float>((i * 37) % 101));
  const auto result = values_of<float>(applied(
      R"({"op": "rescale", "in": "percentile", "percentiles": [10, 90], "clip": false})", floats({1, 101}, 1, values)));
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(result[i] == doctest::Approx((values[i] - 10) / 80));
}

TEST_CASE("a flat image becomes the low end") {
  CHECK(values_of<float>(applied(R"({"op": "rescale", "in": "percentile", "out": [2, 3]})",
                                 bytes({1, 2}, 1, {9, 9}))) == std::vector{2.0F, 2.0F});
}

TEST_CASE("an interval must go up") {
  CHECK(refused(R"({"op": "rescale", "in": [3, 1]})", "order"));
  CHECK(refused(R"({"op": "rescale", "out": [1, 1]})", "order"));
  CHECK(refused(R"({"op": "rescale", "in": [1]})", "type"));
}

#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("fixed mean and deviation, on values scaled to 0..1") {
  const auto result = values_of<float>(
      applied(R"({"op": "normalize", "mean": [0.5, 0.25, 0], "std": [0.5, 0.25, 2]})", rgb({255, 0, 51})));
  CHECK(result[0] == doctest::Approx(1));
  CHECK(result[1] == doctest::Approx(-1));
  CHECK(result[2] == doctest::Approx(0.1));
  const auto wide = values_of<float>(
      applied(R"({"op": "normalize", "mean": 0.5, "std": 0.5})", image_of<std::uint16_t>({1, 2}, 1, {0, 65535})));
  CHECK(wide == std::vector{-1.0F, 1.0F});
}

TEST_CASE("mean 0 and std 1 only scale to 0..1; for floats that is the identity") {
  const Image image = pattern({7, 7}, 3, DType::float32);
  CHECK(same(applied(R"({"op": "normalize", "mean": 0, "std": 1})", image), image));
}

TEST_CASE("per_image and per_channel give mean 0 and deviation 1") {
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    const Image image = pattern({31, 29}, 3, dtype);
    const auto values = values_of<float>(applied(R"({"op": "normalize", "mode": "per_channel"})", image));
    for (std::size_t c = 0; c < 3; ++c) {
      double sum = 0;
      double squares = 0;
      for (std::size_t i = c; i < values.size(); i += 3) {
        sum += static_cast<double>(values[i]);
        squares += static_cast<double>(values[i]) * static_cast<double>(values[i]);
      }
      CHECK(std::fabs(sum / 899) < 1e-5);
      CHECK(squares / 899 == doctest::Approx(1).epsilon(1e-5));
    }
  }
  const auto together =
      values_of<float>(applied(R"({"op": "normalize", "mode": "per_image"})", rgb({0, 0, 0, 0, 0, 0, 90, 90, 90})));
  CHECK(together[0] == doctest::Approx(-std::sqrt(0.5)));
  CHECK(together[8] == doctest::Approx(std::sqrt(2.0)));
  const auto apart = values_of<float>(applied(R"({"op": "normalize", "mode": "per_image"})", rgb({0, 30, 60})));
  CHECK(apart[1] == doctest::Approx(0));
  CHECK(apart[2] == doctest::Approx(std::sqrt(1.5)));
}

TEST_CASE("a flat channel becomes 0") {
  const auto values =
      values_of<float>(applied(R"({"op": "normalize", "mode": "per_channel"})", rgb({5, 1, 9, 5, 3, 9})));
  CHECK(values == std::vector{0.0F, -1.0F, 0.0F, 0.0F, 1.0F, 0.0F});
}

TEST_CASE("lists say how many channels the op takes") {
  CHECK(channels_of(bound(R"({"op": "normalize"})")) == std::vector{3});
  CHECK(channels_of(bound(R"({"op": "normalize", "mean": [0.1, 0.2], "std": 1})")) == std::vector{2});
  CHECK(channels_of(bound(R"({"op": "normalize", "mean": 0.1, "std": 1})")).empty());
  CHECK(channels_of(bound(R"({"op": "normalize", "mode": "per_image"})")).empty());
  CHECK(refused(R"({"op": "normalize", "mean": [0.1, 0.2]})", "rule"));
}

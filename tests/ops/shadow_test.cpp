#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

std::string json_of(double shadows, double intensity, double size, double softness = 0, double top = 0) {
  return op_json("shadow", {{"shadows", shadows},
                            {"intensity", intensity},
                            {"size_frac", size},
                            {"softness_frac", softness},
                            {"top_frac", top}});
}

}  // namespace

TEST_CASE("shadow: none, no intensity and no size are the identity; black stays black") {
  CHECK(is_identity(json_of(0, 0.5, 0.5)));
  CHECK(is_identity(json_of(2, 0, 0.5)));
  CHECK(is_identity(json_of(2, 0.5, 0)));
  const Image black = flat_image<std::uint8_t>({30, 30}, 3, 0);
  CHECK(same(applied(json_of(3, 0.9, 1, 0.05), black), black));
}

TEST_CASE("shadow: values lie between those of the full shadow and the light, and both are there") {
  const Image result = applied(json_of(3, 0.4, 0.5), flat_image({100, 100}, 3, 1));
  const auto v = result.values<float>();
  CHECK(*std::ranges::min_element(v) == doctest::Approx(0.6F));
  CHECK(*std::ranges::max_element(v) == 1.0F);
  // Hard edges: few pixels lie between.
  double between = 0;
  for (const float value : v) between += value > 0.61F && value < 0.99F ? 1 : 0;
  CHECK(between / static_cast<double>(v.size()) < 0.1);
}

TEST_CASE("shadow: more intensity is darker, larger polygons and more of them shade more") {
  const Image white = flat_image({100, 100}, 1, 1);
  const auto mean = [&](const std::string& json) {
    double sum = 0;
    for (const char* record : {"a", "b", "c", "d", "e", "f"}) sum += mean_of(applied(bound(json), white, record));
    return sum / 6;
  };
  CHECK(mean(json_of(1, 0.6, 0.5)) < mean(json_of(1, 0.3, 0.5)));
  CHECK(mean(json_of(1, 0.5, 0.8)) < mean(json_of(1, 0.5, 0.4)));
  CHECK(mean(json_of(4, 0.5, 0.4)) < mean(json_of(1, 0.5, 0.4)));
}

TEST_CASE("shadow: a polygon stays within its circle and fills a part of it") {
  for (const char* record : {"a", "b", "c", "d", "e", "f"}) {
    const Image result = applied(bound(json_of(1, 1, 0.3)), flat_image({200, 200}, 1, 1), record);
    int left = 200, right = -1, top = 200, bottom = -1;
    for (int y = 0; y < 200; ++y) {
      for (int x = 0; x < 200; ++x) {
        if (result.row<float>(y)[x] == 1) continue;
        left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
      }
    }
    CHECK(right >= left);
    CHECK(right - left <= 62);
    CHECK(bottom - top <= 62);
  }
}

TEST_CASE("shadow: top_frac keeps it below, softness keeps its light and has no hard edge") {
  const Image white = flat_image({200, 200}, 1, 1);
  for (const char* record : {"a", "b", "c", "d"}) {
    const Image low = applied(bound(json_of(4, 0.5, 0.2, 0, 0.6)), white, record);
    bool clear = true;
    for (int y = 0; y < 99; ++y)
      clear = clear && std::all_of(low.row<float>(y), low.row<float>(y) + 200, [](float v) { return v == 1; });
    CHECK(clear);
  }
  const Image hard = applied(json_of(1, 0.5, 0.5, 0), white);
  const Image soft = applied(json_of(1, 0.5, 0.5, 0.03), white);
  CHECK(mean_of(hard) == doctest::Approx(mean_of(soft)).epsilon(0.02));
  double step = 0;
  for (std::size_t i = 0; i + 1 < soft.value_count(); ++i) {
    if ((i + 1) % 200 != 0) {
      step = std::max(step, std::fabs(static_cast<double>(soft.values<float>()[i + 1] - soft.values<float>()[i])));
    }
  }
  CHECK(step < 0.06);
  CHECK(same_in_every_type(json_of(2, 0.5, 0.6, 0.01)));
}

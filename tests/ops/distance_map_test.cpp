#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

namespace {

// By comparing every pixel with every other.
std::vector<float> by_force(const Image& mask, bool outside) {
  const auto ids = mask.values<std::uint8_t>();
  const auto is_object = [](int id) { return id != 0 && id != 255; };
  std::vector<float> distances;
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      const bool own = is_object(ids[static_cast<std::size_t>(y * mask.width() + x)]);
      double nearest =
          static_cast<double>(mask.height()) * mask.height() + static_cast<double>(mask.width()) * mask.width();
      for (int v = 0; v < mask.height(); ++v) {
        for (int u = 0; u < mask.width(); ++u) {
          if (is_object(ids[static_cast<std::size_t>(v * mask.width() + u)]) == own) continue;
          nearest = std::min<double>(nearest, (u - x) * (u - x) + (v - y) * (v - y));
        }
      }
      const auto length = static_cast<float>(std::sqrt(nearest));
      distances.push_back(own ? length : outside ? -length : 0.0F);
    }
  }
  return distances;
}

Image random_mask(Size size, int labels, const std::string& record) {
  Draws draws = draws_of(record);
  Image mask(size, 1, DType::uint8);
  for (std::uint8_t& id : mask.values<std::uint8_t>()) id = draws.below("id", labels) == 0 ? 0 : 1;
  return mask;
}

}  // namespace

TEST_CASE("distance_map is the exact Euclidean distance to the nearest pixel outside") {
  for (const int labels : {2, 5, 40, 2000}) {
    for (const Size size : {Size{1, 1}, Size{1, 40}, Size{40, 1}, Size{17, 31}}) {
      const Image mask = random_mask(size, labels, std::to_string(labels));
      CHECK(values_of<float>(applied(R"({"op": "distance_map"})", mask)) == by_force(mask, false));
      CHECK(values_of<float>(applied(R"({"op": "distance_map", "outside": true})", mask)) == by_force(mask, true));
    }
  }
}

TEST_CASE("distance_map holds no more than its limit, which is the diagonal where there is no outside") {
  const Image all = mask_of({"1111", "1111", "1111"});
  for (const float d : values_of<float>(applied(R"({"op": "distance_map"})", all))) CHECK(d == 5.0F);
  for (const float d : values_of<float>(applied(R"({"op": "distance_map", "limit_px": 2})", all))) CHECK(d == 2.0F);
}

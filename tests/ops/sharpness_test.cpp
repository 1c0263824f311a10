#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// f x + (1 - f) (sum of the nine + 4 x) / 13 inside, x at the edges; one channel of floats.
std::vector<double> blended(const Image& image, double factor) {
  const auto at = [&](int y, int x) { return static_cast<double>(image.row<float>(y)[x]); };
  std::vector<double> result;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const double value = at(y, x);
      result.push_back(value);
      if (y == 0 || x == 0 || y == image.height() - 1 || x == image.width() - 1) continue;
      double sum = 4 * value;
      for (int k = 0; k < 9; ++k) sum += at(y + k / 3 - 1, x + k % 3 - 1);
      result.back() = factor * value + (1 - factor) * sum / 13;
    }
  }
  return result;
}

}  // namespace

TEST_CASE("factor 1, flat images and images without an inside stay as they are") {
  CHECK(is_identity(R"({"op": "sharpness", "factor": 1})"));
  Image flat({5, 6}, 3, DType::uint16);
  std::ranges::fill(flat.values<std::uint16_t>(), std::uint16_t{54321});
  CHECK(same(applied(R"({"op": "sharpness", "factor": 0})", flat), flat));
  for (const Size size : {Size{2, 9}, Size{9, 2}, Size{1, 1}}) {
    const Image thin = pattern(size, 3, DType::uint8);
    CHECK(same(applied(R"({"op": "sharpness", "factor": 3})", thin), thin));
  }
}

TEST_CASE("a blend of the image and its smoothed version, the edges kept") {
  const Image image = pattern({14, 9}, 1, DType::float32);
  for (const double factor : {0.0, 0.4, 1.7, 4.0}) {
    const Image result = applied(op_json("sharpness", {{"factor", factor}}), image);
    const auto expected = blended(image, factor);
    double largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      largest = std::max(largest, std::fabs(static_cast<double>(result.values<float>()[i]) - expected[i]));
    }
    CHECK(largest < 2e-6);
  }
}

TEST_CASE("channels do not mix and types agree") {
  Image image({5, 5}, 3, DType::uint8);
  std::ranges::fill(image.values<std::uint8_t>(), std::uint8_t{100});
  image.row<std::uint8_t>(2)[2 * 3 + 1] = 230;
  const auto values = ints_of(applied(R"({"op": "sharpness", "factor": 0})", image));
  CHECK(values[(2 * 5 + 2) * 3] == 100);
  CHECK(values[(2 * 5 + 2) * 3 + 1] == 150);  // (8 * 100 + 5 * 230) / 13
  CHECK(values[(1 * 5 + 1) * 3 + 1] == 110);  // (7 * 100 + 5 * 100 + 230) / 13
  CHECK(difference_over_types(R"({"op": "sharpness", "factor": 1.8})") < 2e-6);
}

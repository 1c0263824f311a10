#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// The median by definition, borders repeated.
template <class T>
Image median(const Image& image, int ksize) {
  Image result = image.clone();
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      for (int c = 0; c < image.channels(); ++c) {
        std::vector<T> window;
        for (int dy = -ksize / 2; dy <= ksize / 2; ++dy) {
          for (int dx = -ksize / 2; dx <= ksize / 2; ++dx) {
            window.push_back(image.row<T>(std::clamp(
                y + dy, 0, image.height() - 1))[std::clamp(x + dx, 0, image.width() - 1) * image.channels() + c]);
          }
        }
        std::sort(window.begin(), window.end());
        result.row<T>(y)[x * image.channels() + c] = window[window.size() / 2];
      }
    }
  }
  return result;
}

}  // namespace

TEST_CASE("every type, size and channel count gives the median") {
  for (const int ksize : {3, 5, 7, 9}) {
    const BoundOp op = bound(op_json("median_blur", {{"ksize", ksize}}));
    for (const int channels : {1, 3, 5}) {
      const Image a = pattern({12, 15}, channels, DType::uint8);
      CHECK(same(applied(op, a), median<std::uint8_t>(a, ksize)));
      const Image b = pattern({12, 15}, channels, DType::uint16);
      CHECK(same(applied(op, b), median<std::uint16_t>(b, ksize)));
      const Image c = pattern({12, 15}, channels, DType::float32);
      CHECK(same(applied(op, c), median<float>(c, ksize)));
    }
  }
}

TEST_CASE("ksize 1 is the identity, even sizes are refused") {
  CHECK(is_identity(R"({"op": "median_blur", "ksize": 1})"));
  CHECK(refused(R"({"op": "median_blur", "ksize": 4})", "rule"));
  CHECK(refused(R"({"op": "median_blur", "ksize": [3, 6]})", "rule"));
  CHECK(refused(R"({"op": "median_blur", "ksize": {"choice": [3, 4]}})", "rule"));
}

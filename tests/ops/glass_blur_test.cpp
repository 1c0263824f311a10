#include "ops/kernels/convolve.h"
#include "ops/oracle_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// A pixel that tells where it comes from.
Image coordinates(Size size) {
  Image image(size, 2, DType::float32);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      image.row<float>(y)[2 * x] = static_cast<float>(x);
      image.row<float>(y)[2 * x + 1] = static_cast<float>(y);
    }
  }
  return image;
}

}  // namespace

TEST_CASE("glass_blur: no scatter and no blur are the identity, flat images stay") {
  CHECK(is_identity(R"({"op": "glass_blur", "delta_px": 0, "sigma": 0})"));
  CHECK(keeps_flat_images(R"({"op": "glass_blur", "delta_px": 4, "sigma": 0.7})"));
}

TEST_CASE("glass_blur: each pixel is one at most delta away, each of them as often") {
  constexpr int kDelta = 2;
  constexpr int kSide = 150;
  const Image result = applied(R"({"op": "glass_blur", "delta_px": 2, "sigma": 0})", coordinates({kSide, kSide}));
  std::vector<int> counts(25);
  int inner = 0;
  bool near = true;
  for (int y = kDelta; y < kSide - kDelta; ++y) {
    for (int x = kDelta; x < kSide - kDelta; ++x, ++inner) {
      const int dx = static_cast<int>(result.row<float>(y)[2 * x]) - x;
      const int dy = static_cast<int>(result.row<float>(y)[2 * x + 1]) - y;
      near = near && std::abs(dx) <= kDelta && std::abs(dy) <= kDelta;
      if (near) ++counts[static_cast<std::size_t>((dy + kDelta) * 5 + dx + kDelta)];
    }
  }
  CHECK(near);
  // Six deviations of a count of probability 1/25.
  const double expected = inner / 25.0;
  for (const int count : counts) CHECK(std::fabs(count - expected) < 6 * std::sqrt(expected));
}

TEST_CASE("glass_blur: positions beyond the border are reflected into the image") {
  const Image result = applied(R"({"op": "glass_blur", "delta_px": 20, "sigma": 0})", coordinates({4, 5}));
  for (int i = 0; i < 20; ++i) {
    const float x = result.values<float>()[static_cast<std::size_t>(2 * i)];
    const float y = result.values<float>()[static_cast<std::size_t>(2 * i + 1)];
    CHECK((x >= 0 && x <= 4 && y >= 0 && y <= 3));
  }
}

TEST_CASE("glass_blur: the blur comes after the scatter") {
  const Image image = pattern({30, 33}, 3, DType::uint16);
  Image scattered = applied(R"({"op": "glass_blur", "delta_px": 3, "sigma": 0})", image);
  const Image whole = applied(R"({"op": "glass_blur", "delta_px": 3, "sigma": 0.8})", image);
  CHECK_FALSE(same(scattered, image));
  CHECK_FALSE(same(scattered, whole));
  convolve_separable(scattered, half_gaussian(0.8, 4));
  CHECK(same(scattered, whole));
}

TEST_CASE("glass_blur: the same scatter in every type and channel count") {
  CHECK(same_in_every_type(R"({"op": "glass_blur", "delta_px": 3, "sigma": 0})"));
}

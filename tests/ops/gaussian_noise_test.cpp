#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

#include <cmath>

#include "ops/kernels/noise.h"
#include "random/stream.h"

namespace {

Image flat(Size size, int channels, float value) {
  Image image(size, channels, DType::float32);
  std::ranges::fill(image.values<float>(), value);
  return image;
}

double deviation_of(const Image& image, double mean) {
  double sum = 0;
  for (const float v : image.values<float>()) sum += (static_cast<double>(v) - mean) * (static_cast<double>(v) - mean);
  return std::sqrt(sum / static_cast<double>(image.value_count()));
}

}  // namespace

TEST_CASE("std 0 is the identity") { CHECK(is_identity(R"({"op": "gaussian_noise", "std": 0})")); }

TEST_CASE("mean, deviation and tails are those of a normal distribution") {
  const Image noise = applied(R"({"op": "gaussian_noise", "std": 0.1})", flat({256, 256}, 3, 0));
  CHECK(std::fabs(mean_of(noise)) < 0.001);
  CHECK(deviation_of(noise, 0) == doctest::Approx(0.1).epsilon(0.01));
  int beyond_two = 0;
  int beyond_three = 0;
  for (const float v : noise.values<float>()) {
    beyond_two += std::fabs(v) > 0.2F ? 1 : 0;
    beyond_three += std::fabs(v) > 0.3F ? 1 : 0;
  }
  const double count = static_cast<double>(noise.value_count());
  CHECK(beyond_two / count == doctest::Approx(0.0455).epsilon(0.05));
  CHECK(beyond_three / count == doctest::Approx(0.0027).epsilon(0.2));
}

TEST_CASE("values of different places do not go together") {
  const Image noise = applied(R"({"op": "gaussian_noise", "std": 1})", flat({128, 128}, 3, 0));
  const auto v = noise.values<float>();
  for (const std::size_t lag : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{32}, std::size_t{384}}) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < v.size(); ++i) sum += static_cast<double>(v[i]) * static_cast<double>(v[i + lag]);
    CHECK(std::fabs(sum / static_cast<double>(v.size())) < 0.02);
  }
}

TEST_CASE("std is a fraction of the range in every type") {
  for (const DType dtype : {DType::uint8, DType::uint16}) {
    Image image({128, 128}, 1, dtype);
    visit_dtype(dtype, [&](auto zero) {
      using T = decltype(zero);
      for (T& v : image.values<T>()) v = static_cast<T>(range_of(dtype) / 2);
    });
    const Image noisy = applied(R"({"op": "gaussian_noise", "std": 0.05})", image);
    double sum = 0;
    visit_dtype(dtype, [&](auto zero) {
      using T = decltype(zero);
      for (const T v : noisy.values<T>()) sum += std::pow((static_cast<double>(v) / range_of(dtype)) - 0.5, 2);
    });
    CHECK(std::sqrt(sum / 16384) == doctest::Approx(0.05).epsilon(0.03));
  }
}

TEST_CASE("per_channel false moves the channels of a pixel alike") {
  const Image noise = applied(R"({"op": "gaussian_noise", "std": 0.1, "per_channel": false})", flat({50, 50}, 3, 0));
  const auto v = noise.values<float>();
  bool alike = true;
  for (std::size_t i = 0; i < v.size(); i += 3) alike = alike && v[i] == v[i + 1] && v[i] == v[i + 2];
  CHECK(alike);
  CHECK(deviation_of(noise, 0) == doctest::Approx(0.1).epsilon(0.05));
}

TEST_CASE("the noise of a value depends on its index only, not on the size of the image") {
  Image large = flat({70, 64}, 3, 0);
  Image small = flat({1, 20}, 3, 0);
  add_normal_noise(large, 99, 0.1, true);
  add_normal_noise(small, 99, 0.1, true);
  CHECK(std::equal(small.values<float>().begin(), small.values<float>().end(), large.values<float>().begin()));
}

TEST_CASE("the field's words are noise_block's") {
  std::vector<std::uint32_t> words(2 * kNoiseBatch);
  const std::uint64_t key = 0x123456789abcdef0U;
  const std::uint64_t batch = 0xfffffffU;  // its blocks end where the low half of the counter does
  noise_words(key, batch, words);
  for (std::size_t b = 0; b < 2; ++b) {
    for (std::size_t i = 0; i < 16; ++i) {
      const auto block = noise_block(key, 16 * (batch + b) + i);
      for (std::size_t w = 0; w < 4; ++w) CHECK(words[kNoiseBatch * b + 16 * w + i] == block[w]);
    }
  }
}

TEST_CASE("inverse_normal inverts the distribution function") {
  for (const double p : {1e-300, 1e-20, 1e-6, 0.01, 0.07, 0.3, 0.5, 0.8, 0.93, 0.999, 1 - 1e-9}) {
    const double z = inverse_normal(p);
    const double back = 0.5 * std::erfc(-z / std::sqrt(2.0));
    CHECK(back == doctest::Approx(p).epsilon(1e-12));
  }
  CHECK(inverse_normal(0.5) == 0);
}

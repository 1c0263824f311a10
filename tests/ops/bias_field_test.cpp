#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

#include "ops/kernels/field.h"

namespace {

Image ones(Size size) {
  Image image(size, 1, DType::float32);
  std::ranges::fill(image.values<float>(), 1.0F);
  return image;
}

// The Legendre polynomials as sums of powers.
double legendre(int n, double x) {
  switch (n) {
    case 0: return 1;
    case 1: return x;
    case 2: return (3 * x * x - 1) / 2;
    case 3: return (5 * x * x * x - 3 * x) / 2;
    default: return (35 * x * x * x * x - 30 * x * x + 3) / 8;
  }
}

std::string field(int degree, double coefficient) {
  return R"({"op": "bias_field", "degree": )" + std::to_string(degree) + R"(, "coefficient": )" +
         std::to_string(coefficient) + "}";
}

}  // namespace

TEST_CASE("a coefficient of 0 is the identity") { CHECK(is_identity(field(4, 0))); }

TEST_CASE("the exponential of all products up to the degree but the constant one") {
  const Size size{15, 22};
  for (int degree = 1; degree <= 4; ++degree) {
    const Image result = applied(field(degree, 0.3), ones(size));
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x) {
        double sum = -1;
        for (int i = 0; i <= degree; ++i) {
          for (int j = 0; i + j <= degree; ++j) sum += legendre(i, 2.0 * x / 21 - 1) * legendre(j, 2.0 * y / 14 - 1);
        }
        CHECK(static_cast<double>(result.row<float>(y)[x]) == doctest::Approx(std::exp(0.3 * sum)).epsilon(3e-6));
      }
    }
  }
}

TEST_CASE("a drawn field of degree 1 is a plane in the logarithm") {
  const Image result = applied(R"({"op": "bias_field", "degree": 1, "coefficient": [-0.5, 0.5]})", ones({9, 9}));
  const auto log_at = [&](int y, int x) { return std::log(static_cast<double>(result.row<float>(y)[x])); };
  CHECK(log_at(4, 4) == doctest::Approx(0).epsilon(1e-6));
  CHECK(log_at(0, 0) == doctest::Approx(-log_at(8, 8)).epsilon(1e-5));
  CHECK(std::fabs(log_at(0, 0) - log_at(0, 8)) > 1e-3);
  CHECK(std::fabs(log_at(0, 0) - log_at(8, 0)) > 1e-3);
}

TEST_CASE("black stays black, channels keep their ratio, types agree") {
  CHECK(ints_of(applied(field(3, 0.4), bytes({1, 3}, 1, {0, 0, 0}))) == std::vector{0, 0, 0});
  const Image image = floats({1, 2}, 3, {0.1F, 0.2F, 0.4F, 0.1F, 0.2F, 0.4F});
  const auto values = values_of<float>(applied(field(2, 0.4), image));
  CHECK(values[1] / values[0] == doctest::Approx(2));
  CHECK(values[5] / values[3] == doctest::Approx(4));
  CHECK(difference_over_types(R"({"op": "bias_field", "degree": 3, "coefficient": [-0.2, 0.2]})") < 2e-6);
}

TEST_CASE("exp_in_place is the exponential") {
  std::vector<float> values;
  for (int i = -800; i <= 800; ++i) values.push_back(static_cast<float>(i) / 10);
  std::vector<float> results = values;
  exp_in_place(results);
  for (std::size_t i = 0; i < values.size(); ++i) {
    CHECK(static_cast<double>(results[i]) == doctest::Approx(std::exp(static_cast<double>(values[i]))).epsilon(1e-6));
  }
}

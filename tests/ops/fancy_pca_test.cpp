#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

#include "ops/kernels/principal_axes.h"

namespace {

// Colours that spread by 3 : 2 : 1 along three known axes, at right angles and in no special direction.
const std::array<Vector3, 3> kAxes{
    {{2.0 / 3, 2.0 / 3, 1.0 / 3}, {-2.0 / 3, 1.0 / 3, 2.0 / 3}, {1.0 / 3, -2.0 / 3, 2.0 / 3}}};
const Vector3 kSpread{0.15, 0.1, 0.05};
constexpr double kMean = 0.5;

// The eight corners of a box along the axes, several times: the axes are not correlated, each deviation is its spread.
Image box(int times) {
  std::vector<float> values;
  for (int i = 0; i < 8 * times; ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      double value = kMean;
      for (std::size_t k = 0; k < 3; ++k) value += ((i >> k) % 2 == 0 ? 1 : -1) * kSpread[k] * kAxes[k][c];
      values.push_back(static_cast<float>(value));
    }
  }
  return floats({8, times}, 3, values);
}

double dot(const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

}  // namespace

TEST_CASE("alpha 0 is the identity, and one colour stays as it is") {
  CHECK(is_identity(R"({"op": "fancy_pca", "alpha": 0})"));
  const Image flat = rgb({10, 20, 30, 10, 20, 30, 10, 20, 30});
  CHECK(same(applied(R"({"op": "fancy_pca", "alpha": 1})", flat), flat));
}

TEST_CASE("the axes and deviations of colours made along known axes") {
  const PrincipalAxes found = principal_axes(box(100));
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(found.deviations[k] == doctest::Approx(kSpread[k]).epsilon(1e-3));
    CHECK(std::fabs(dot(found.axes[k], kAxes[k])) == doctest::Approx(1).epsilon(1e-6));
  }
}

TEST_CASE("all pixels move alike, alpha deviations along each axis") {
  const Image image = box(50);
  const Image result = applied(R"({"op": "fancy_pca", "alpha": 0.4})", image);
  // With two axes whose largest components are as large, only the length of the move is sure.
  for (std::size_t i = 0; i < image.value_count(); i += 3) {
    Vector3 move{};
    for (std::size_t c = 0; c < 3; ++c) {
      move[c] = static_cast<double>(result.values<float>()[i + c]) - static_cast<double>(image.values<float>()[i + c]);
    }
    for (std::size_t k = 0; k < 3; ++k) {
      CHECK(std::fabs(dot(move, kAxes[k])) == doctest::Approx(0.4 * kSpread[k]).epsilon(2e-3));
    }
    CHECK(dot(move, kAxes[0]) > 0);  // its components are all positive
  }
}

TEST_CASE("a gray image has one axis") {
  const Image image = floats({1, 4}, 1, {0.4F, 0.6F, 0.4F, 0.6F});
  const double variance = 0.04 / 3;  // four times 0.1 squared, over 3
  const auto shifted = values_of<float>(applied(R"({"op": "fancy_pca", "alpha": 0.5})", image));
  CHECK(static_cast<double>(shifted[0]) == doctest::Approx(0.4 + 0.5 * std::sqrt(variance)).epsilon(1e-5));
  CHECK(static_cast<double>(shifted[1]) == doctest::Approx(0.6 + 0.5 * std::sqrt(variance)).epsilon(1e-5));
}

TEST_CASE("types agree") { CHECK(difference_over_types(R"({"op": "fancy_pca", "alpha": 0.3})") < 1e-5); }

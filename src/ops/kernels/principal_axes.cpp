#include "ops/kernels/principal_axes.h"

#include <algorithm>
#include <cmath>

#include "ops/kernels/color.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

using Matrix = std::array<Vector3, 3>;

// Sum of the products of the first `count` values of two planes less their centres.
double sum_of_products(const RgbBlock::Plane& a, const RgbBlock::Plane& b, float centre_a, float centre_b,
                       std::size_t count) {
  RgbBlock::Plane products;
  for (std::size_t i = 0; i < products.size(); ++i) products[i] = (a[i] - centre_a) * (b[i] - centre_b);
  return sum_of(products, count);
}

// In the image's own units, not yet divided by the number of pixels.
Matrix scatter(const Image& image, const Vector3& mean) {
  Matrix sums{};
  visit_rgb(image, [&](RgbBlock& block, std::size_t count) {
    const std::array<const RgbBlock::Plane*, 3> planes{&block.red, &block.green, &block.blue};
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = i; j < 3; ++j) {
        sums[i][j] +=
            sum_of_products(*planes[i], *planes[j], static_cast<float>(mean[i]), static_cast<float>(mean[j]), count);
      }
    }
  });
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < i; ++j) sums[i][j] = sums[j][i];
  }
  return sums;
}

// One turn of Jacobi's method: makes m[p][q] zero and turns the columns of `vectors` with it.
void turn(Matrix& m, Matrix& vectors, std::size_t p, std::size_t q) {
  if (m[p][q] == 0) return;
  const double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
  const double tangent = (theta < 0 ? -1 : 1) / (std::fabs(theta) + std::sqrt(theta * theta + 1));
  const double cosine = 1 / std::sqrt(tangent * tangent + 1);
  const double sine = tangent * cosine;
  const auto mix = [cosine, sine](double& a, double& b) {
    const double old = a;
    a = cosine * old - sine * b;
    b = sine * old + cosine * b;
  };
  for (std::size_t k = 0; k < 3; ++k) mix(m[k][p], m[k][q]);
  for (std::size_t k = 0; k < 3; ++k) mix(m[p][k], m[q][k]);
  for (std::size_t k = 0; k < 3; ++k) mix(vectors[k][p], vectors[k][q]);
}

// A sign for the axis, since both are as good.
Vector3 with_sign(Vector3 axis) {
  const auto largest =
      std::max_element(axis.begin(), axis.end(), [](double a, double b) { return std::fabs(a) < std::fabs(b); });
  if (*largest < 0) {
    for (double& component : axis) component = -component;
  }
  return axis;
}

Vector3 means_of(const Image& image) {
  Vector3 means{};
  const std::vector<double> sums = channel_sums(image);
  const double pixels = static_cast<double>(image.height()) * image.width();
  for (std::size_t c = 0; c < sums.size(); ++c) means[c] = sums[c] / pixels;
  return means;
}

}  // namespace

PrincipalAxes principal_axes(const Image& image) {
  const Vector3 means = means_of(image);
  Matrix vectors{Vector3{1, 0, 0}, Vector3{0, 1, 0}, Vector3{0, 0, 1}};
  Matrix m{};
  if (image.channels() == 1) {
    m[0][0] = squared_deviations(image, {means[0]})[0];
  } else {
    m = scatter(image, means);
  }
  // The error falls faster than by squares; a few sweeps reach the last bit.
  for (int sweep = 0; sweep < 10; ++sweep) {
    turn(m, vectors, 0, 1);
    turn(m, vectors, 0, 2);
    turn(m, vectors, 1, 2);
  }
  std::array<std::size_t, 3> order{0, 1, 2};
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return m[a][a] > m[b][b]; });
  const double pixels = static_cast<double>(image.height()) * image.width();
  PrincipalAxes found;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t k = order[i];
    found.deviations[i] = std::sqrt(std::max(m[k][k], 0.0) / std::max(pixels - 1, 1.0)) / range_of(image.dtype());
    found.axes[i] = with_sign({vectors[0][k], vectors[1][k], vectors[2][k]});
  }
  return found;
}

}  // namespace augshard

#include <cmath>

#include "op/op.h"
#include "ops/kernels/field.h"

namespace augshard {
namespace {

struct BiasField {
  int degree = 3;
  Draw coefficient = Draw::uniform(-0.1, 0.1);
};

// P_0 .. P_degree at x, by Bonnet's recursion.
std::vector<double> legendre(double x, int degree) {
  std::vector<double> values{1, x};
  for (int n = 1; n < degree; ++n) {
    const auto at = static_cast<std::size_t>(n);
    values.push_back(((2 * n + 1) * x * values[at] - n * values[at - 1]) / (n + 1));
  }
  return values;
}

// Row i holds the factors of P_i across times P_0, P_1 ... down, up to the total degree. No constant term: it would
// only be a change of brightness.
using Coefficients = std::vector<std::vector<double>>;

Coefficients drawn_coefficients(const BiasField& params, Draws& draws) {
  Coefficients rows(static_cast<std::size_t>(params.degree) + 1);
  for (int i = 0; i <= params.degree; ++i) {
    for (int j = 0; i + j <= params.degree; ++j) {
      rows[static_cast<std::size_t>(i)].push_back(i + j == 0 ? 0 : draws.number("coefficient", params.coefficient));
    }
  }
  return rows;
}

// Sums over the polynomials down, at one row of the image: the factors of P_0, P_1 ... across.
std::vector<float> at_row(const Coefficients& coefficients, double y, int degree) {
  const std::vector<double> down = legendre(y, degree);
  std::vector<float> sums;
  for (const auto& row : coefficients) {
    double sum = 0;
    for (std::size_t j = 0; j < row.size(); ++j) sum += row[j] * down[j];
    sums.push_back(static_cast<float>(sum));
  }
  return sums;
}

// planes[i][x] = P_i at column x.
std::vector<std::vector<float>> polynomials_across(int width, int degree) {
  std::vector<std::vector<float>> planes(static_cast<std::size_t>(degree) + 1);
  for (const double x : positions_across(width)) {
    const std::vector<double> values = legendre(x, degree);
    for (std::size_t i = 0; i < planes.size(); ++i) planes[i].push_back(static_cast<float>(values[i]));
  }
  return planes;
}

void bias_field(const BiasField& params, Image& image, Draws& draws) {
  const Coefficients coefficients = drawn_coefficients(params, draws);
  if (image.empty()) return;

  const auto across = polynomials_across(image.width(), params.degree);
  const auto down = positions_across(image.height());
  multiply_by_field(image, [&](int y, std::span<float> factors) {
    const std::vector<float> sums = at_row(coefficients, down[static_cast<std::size_t>(y)], params.degree);
    std::fill(factors.begin(), factors.end(), 0.0F);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const float* const values = across[i].data();
      for (std::size_t x = 0; x < factors.size(); ++x) factors[x] += sums[i] * values[x];
    }
    exp_in_place(factors);
  });
}

}  // namespace

OpInfo op_bias_field() {
  return OpBuilder<BiasField>(
             "bias_field", "Multiplies the image by a smooth field, as the uneven sensitivity of an MR scanner does.")
      .param("degree", &BiasField::degree, Range{1, 6}, Unit::count,
             "Total degree of the polynomial in x and y whose exponential is the field.")
      .param("coefficient", &BiasField::coefficient, Range{-0.5, 0.5}, Unit::factor,
             "Factor of each product of two Legendre polynomials over -1..1 across and down the image, drawn anew "
             "for each; there is no constant term, which MONAI's RandBiasField has.")
      .example(R"({"op": "bias_field", "degree": 3, "coefficient": [-0.1, 0.1]})")
      .example(R"({"op": "bias_field", "degree": 1, "coefficient": 0.2})")
      .also_known_as({"RandBiasField", "RandBiasFieldd", "RandomBiasField"})
      .pixels(bias_field);
}

}  // namespace augshard

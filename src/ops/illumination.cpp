#include <algorithm>
#include <cmath>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/field.h"

namespace augshard {
namespace {

struct Illumination {
  std::string mode = "linear";
  Draw strength = Draw::uniform(-0.2, 0.2);
  Draw angle_deg = Draw::uniform(0, 360);
  Draw center_x_frac = Draw::uniform(0.1, 0.9);
  Draw center_y_frac = Draw::uniform(0.1, 0.9);
  Draw sigma_frac = Draw::uniform(0.2, 1);
};

// Offsets of the pixel centres of one axis from `center`, in edge coordinates.
std::vector<double> offsets_from(double center, int count) {
  std::vector<double> offsets(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < offsets.size(); ++i) offsets[i] = static_cast<double>(i) + 0.5 - center;
  return offsets;
}

// 1 - strength to 1 + strength, from the last pixel centre against the direction to the last one along it.
void linear(Image& image, double strength, double angle_deg) {
  const double cosine = exact::cos(exact::radians(angle_deg));
  const double sine = exact::sin(exact::radians(angle_deg));
  const double reach = (std::fabs(cosine) * (image.width() - 1) + std::fabs(sine) * (image.height() - 1)) / 2;
  const double scale = reach > 0 ? strength / reach : 0;
  const auto across = offsets_from(image.width() / 2.0, image.width());
  const auto down = offsets_from(image.height() / 2.0, image.height());
  multiply_by_field(image, [&](int y, std::span<float> factors) {
    const double row = 1 - scale * sine * down[static_cast<std::size_t>(y)];
    for (std::size_t x = 0; x < factors.size(); ++x) factors[x] = static_cast<float>(row + scale * cosine * across[x]);
  });
}

// 1 in one corner pixel, falling with the distance from it to 1 - strength a diagonal of the image away.
void corner(Image& image, double strength, bool right, bool bottom) {
  const double width = image.width();
  const double height = image.height();
  const double scale = strength / std::sqrt(width * width + height * height);
  const auto across = offsets_from(right ? width - 0.5 : 0.5, image.width());
  const auto down = offsets_from(bottom ? height - 0.5 : 0.5, image.height());
  multiply_by_field(image, [&](int y, std::span<float> factors) {
    const double dy = down[static_cast<std::size_t>(y)];
    for (std::size_t x = 0; x < factors.size(); ++x) {
      factors[x] = static_cast<float>(1 - scale * std::sqrt(across[x] * across[x] + dy * dy));
    }
  });
}

std::vector<double> bell(double center, double sigma, int count) {
  std::vector<double> heights = offsets_from(center, count);
  for (double& value : heights) value = exact::exp(-0.5 * (value / sigma) * (value / sigma));
  return heights;
}

// 1 + strength in the centre, 1 far from it.
void gaussian(Image& image, double strength, double center_x, double center_y, double sigma_frac) {
  const double sigma = sigma_frac * std::max(image.width(), image.height());
  const auto across = bell(center_x * image.width(), sigma, image.width());
  const auto down = bell(center_y * image.height(), sigma, image.height());
  multiply_by_field(image, [&](int y, std::span<float> factors) {
    const double height = strength * down[static_cast<std::size_t>(y)];
    for (std::size_t x = 0; x < factors.size(); ++x) factors[x] = static_cast<float>(1 + height * across[x]);
  });
}

void illumination(const Illumination& params, Image& image, Draws& draws) {
  const double strength = draws.number("strength", params.strength);
  if (params.mode == "linear") {
    linear(image, strength, draws.number("angle_deg", params.angle_deg));
  } else if (params.mode == "corner") {
    const bool right = draws.coin("right", 0.5);
    corner(image, strength, right, draws.coin("bottom", 0.5));
  } else {
    const double center_x = draws.number("center_x_frac", params.center_x_frac);
    const double center_y = draws.number("center_y_frac", params.center_y_frac);
    gaussian(image, strength, center_x, center_y, draws.number("sigma_frac", params.sigma_frac));
  }
}

}  // namespace

OpInfo op_illumination() {
  return OpBuilder<Illumination>("illumination", "Lights the image unevenly.")
      .param("mode", &Illumination::mode, OneOf{{"linear", "corner", "gaussian"}},
             "The light: growing along a direction, falling off from a drawn corner, or a spot (the modes of "
             "Albumentations' Illumination).")
      .param("strength", &Illumination::strength, Range{-1, 1}, Unit::fraction,
             "Values are multiplied by 1 - strength to 1 + strength (linear), 1 in the corner and 1 - strength a "
             "diagonal away from it (corner), or 1 + strength in the centre and 1 far from it (gaussian).")
      .param("angle_deg", &Illumination::angle_deg, Range{-360, 360}, Unit::degrees,
             "Linear: the direction in which it gets brighter, 0 to the right, counter-clockwise (Albumentations "
             "turns clockwise).")
      .param("center_x_frac", &Illumination::center_x_frac, Range{0, 1}, Unit::fraction,
             "Gaussian: the centre, from the left, as a fraction of the width.")
      .param("center_y_frac", &Illumination::center_y_frac, Range{0, 1}, Unit::fraction,
             "Gaussian: the centre, from the top, as a fraction of the height.")
      .param("sigma_frac", &Illumination::sigma_frac, Range{0.01, 10}, Unit::fraction,
             "Gaussian: standard deviation of the spot, as a fraction of the longer side.")
      .example(R"({"op": "illumination", "strength": [-0.2, 0.2]})")
      .example(R"({"op": "illumination", "mode": "corner", "strength": [0.05, 0.3]})")
      .example(R"({"op": "illumination", "mode": "gaussian", "strength": [-0.2, 0.2], "sigma_frac": [0.2, 0.6]})")
      .also_known_as(
          {"Illumination", "RandomLinearIllumination", "RandomLinearCornerIllumination", "RandomGaussianIllumination"})
      .pixels(illumination);
}

}  // namespace augshard

#include <algorithm>

#include "op/op.h"
#include "ops/kernels/field.h"

namespace augshard {
namespace {

struct Vignetting {
  Draw strength = Draw::uniform(0.2, 0.5);
  Draw center_x_frac = Draw::uniform(0.4, 0.6);
  Draw center_y_frac = Draw::uniform(0.4, 0.6);
};

// Squared distances of the pixel centres of one axis from a centre (fraction of the axis).
std::vector<double> squared_distances(int count, double center) {
  std::vector<double> squares(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < squares.size(); ++i) {
    const double distance = static_cast<double>(i) + 0.5 - center * count;
    squares[i] = distance * distance;
  }
  return squares;
}

double farthest(int count, double center) {
  const double side = std::max(center, 1 - center) * count;
  return side * side;
}

void vignetting(const Vignetting& params, Image& image, Draws& draws) {
  const double strength = draws.number("strength", params.strength);
  const double center_x = draws.number("center_x_frac", params.center_x_frac);
  const double center_y = draws.number("center_y_frac", params.center_y_frac);
  if (strength == 0 || image.empty()) return;

  const std::vector<double> across = squared_distances(image.width(), center_x);
  const std::vector<double> down = squared_distances(image.height(), center_y);
  const double scale = strength / (farthest(image.width(), center_x) + farthest(image.height(), center_y));
  multiply_by_field(image, [&](int y, std::span<float> factors) {
    const double row = 1 - scale * down[static_cast<std::size_t>(y)];
    for (std::size_t x = 0; x < factors.size(); ++x) factors[x] = static_cast<float>(row - scale * across[x]);
  });
}

}  // namespace

OpInfo op_vignetting() {
  return OpBuilder<Vignetting>("vignetting", "Darkens the image towards its corners, as a lens does.")
      .param("strength", &Vignetting::strength, Range{0, 1}, Unit::fraction,
             "Share of the light lost in the corner farthest from the centre; elsewhere the loss grows with the "
             "square of the distance.")
      .param("center_x_frac", &Vignetting::center_x_frac, Range{0, 1}, Unit::fraction,
             "Where nothing is lost, from the left, as a fraction of the width.")
      .param("center_y_frac", &Vignetting::center_y_frac, Range{0, 1}, Unit::fraction,
             "Where nothing is lost, from the top, as a fraction of the height.")
      .example(R"({"op": "vignetting", "strength": [0.2, 0.5]})")
      .also_known_as({"Vignetting"})
      .pixels(vignetting);
}

}  // namespace augshard

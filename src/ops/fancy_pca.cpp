#include <cmath>

#include "op/op.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/principal_axes.h"

namespace augshard {
namespace {

struct FancyPca {
  Draw alpha{Draw::Normal{0, 0.1, -3, 3}};
};

void fancy_pca(const FancyPca& params, Image& image, Draws& draws) {
  // A gray image has one axis.
  const std::size_t axes = image.channels() == 1 ? 1 : 3;
  Vector3 alphas{};
  for (std::size_t k = 0; k < axes; ++k) alphas[k] = draws.number("alpha", params.alpha);
  if (image.empty()) return;

  const PrincipalAxes colors = principal_axes(image);
  for (int c = 0; c < image.channels(); ++c) {
    double shift = 0;
    for (std::size_t k = 0; k < axes; ++k)
      shift += alphas[k] * colors.deviations[k] * colors.axes[k][static_cast<std::size_t>(c)];
    map_channel(image, c, [shift](double x) { return x + shift; });
  }
}

}  // namespace

OpInfo op_fancy_pca() {
  return OpBuilder<FancyPca>("fancy_pca",
                             "Moves all colours alike along the principal axes of the image's own colours.")
      .param(
          "alpha", &FancyPca::alpha, Range{-3, 3}, Unit::factor,
          "How far, drawn anew for each of the three axes, in standard deviations of the colours along it (Krizhevsky, "
          "Sutskever and Hinton 2012, with deviations as in the usual ImageNet recipe; Albumentations' FancyPCA "
          "multiplies the "
          "distances from the mean colour instead).")
      .channels({1, 3})
      .example(R"({"op": "fancy_pca", "alpha": {"normal": [0, 0.1]}})")
      .also_known_as({"FancyPCA", "PCALighting", "Lighting"})
      .pixels(fancy_pca);
}

}  // namespace augshard

#include <cmath>
#include <numbers>

#include "op/op.h"
#include "ops/kernels/displacement.h"

namespace augshard {
namespace {

struct ElasticTransform {
  Draw alpha_px = Draw::uniform(30, 60);
  Draw sigma_px = Draw::uniform(4, 6);
  bool same_dxdy = false;
};

// The classic recipe (Simard et al. 2003) blurs white noise, uniform in -1..1, by a Gaussian of sigma and multiplies by
// alpha. A cubic B-spline over nodes sigma * sqrt(3) apart has the variance of that Gaussian and is exact to evaluate;
// the amplitude makes the displacement's variance the same: alpha^2 / (12 pi sigma^2), where the nodes' own is reduced
// by the mean square of the spline, (151/315)^2.
DisplacementField draw_field(const ElasticTransform& params, Size size, Draws& draws) {
  const double alpha = draws.number("alpha_px", params.alpha_px);
  const double sigma = draws.number("sigma_px", params.sigma_px);
  const std::uint64_t key = draws.field_key("field");
  DisplacementField field;
  field.spacing_x = sigma * std::numbers::sqrt3;
  field.spacing_y = field.spacing_x;
  field.columns = static_cast<int>(size.width / field.spacing_x) + 4;
  field.rows = static_cast<int>(size.height / field.spacing_y) + 4;
  const double amplitude = alpha / (2 * std::sqrt(std::numbers::pi) * sigma * (151.0 / 315.0));
  const auto count = static_cast<std::size_t>(field.rows) * static_cast<std::size_t>(field.columns);
  field.nodes.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Point noise = signed_noise(key, i);
    field.nodes.push_back({amplitude * noise.x, amplitude * (params.same_dxdy ? noise.x : noise.y)});
  }
  return field;
}

Expected<Step> elastic_transform(const ElasticTransform& params, const Scene& scene, Draws& draws) {
  return field_step(scene.size, draw_field(params, scene.size, draws));
}

}  // namespace

OpInfo op_elastic_transform() {
  return OpBuilder<ElasticTransform>("elastic_transform", "Displace every point by a smooth random field.")
      .param("alpha_px", &ElasticTransform::alpha_px, Range{0, 10000}, Unit::px,
             "Strength; the displacement's standard deviation is alpha / (6.14 sigma) pixels.")
      .param("sigma_px", &ElasticTransform::sigma_px, Range{1, 1000}, Unit::px,
             "Smoothness: the width of the Gaussian.")
      .param("same_dxdy", &ElasticTransform::same_dxdy, "Displace x and y by the same amount.")
      .example(R"({"op": "elastic_transform", "alpha_px": [30, 60], "sigma_px": [4, 6]})")
      .also_known_as({"ElasticTransform", "RandomElasticTransform", "Rand2DElasticd"})
      .geometry(elastic_transform);
}

}  // namespace augshard

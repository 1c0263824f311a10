#include <algorithm>

#include "op/op.h"
#include "ops/kernels/displacement.h"

namespace augshard {
namespace {

struct OpticalDistortion {
  Draw distortion = Draw::uniform(-0.05, 0.05);
  std::string model = "camera";
};

// Where a position at squared distance r2 from the centre comes from lies this much farther out. The camera is that of
// OpenCV with k1 = k2 = k and a focal length of the longer side (Brown's polynomial).
double farther(const std::string& model, double k, double r2) {
  return model == "camera" ? k * (r2 + r2 * r2) : k * r2;
}

double unit_of(const std::string& model, Size size) {
  const double width = size.width;
  const double height = size.height;
  return model == "camera" ? std::max(width, height) * std::max(width, height) : (width * width + height * height) / 4;
}

Expected<Step> optical_distortion(const OpticalDistortion& params, const Scene& scene, Draws& draws) {
  const double k = draws.number("distortion", params.distortion);
  const Point centre{scene.size.width / 2.0, scene.size.height / 2.0};
  const double unit = unit_of(params.model, scene.size);
  return field_step(scene.size, field_of(scene.size, [&](Point p) {
                      const Point from{p.x - centre.x, p.y - centre.y};
                      const double more = farther(params.model, k, (from.x * from.x + from.y * from.y) / unit);
                      return Point{from.x * more, from.y * more};
                    }));
}

}  // namespace

OpInfo op_optical_distortion() {
  return OpBuilder<OpticalDistortion>("optical_distortion", "Bend the image about its centre as a lens does.")
      .param("distortion", &OpticalDistortion::distortion, Range{-0.3, 1}, Unit::none,
             "Strength k; above 0 the edges move inward (barrel), below 0 outward (pincushion).")
      .param("model", &OpticalDistortion::model, OneOf{{"camera", "fisheye"}},
             "Distances from the centre grow by 1 + k r^2 + k r^4, r in longer sides; or by 1 + k r^2, r in half "
             "diagonals.")
      .example(R"({"op": "optical_distortion", "distortion": [-0.2, 0.2]})")
      .example(R"({"op": "optical_distortion", "distortion": [0.2, 0.4], "model": "fisheye"})")
      .also_known_as({"OpticalDistortion", "RandomFisheye"})
      .geometry(optical_distortion);
}

}  // namespace augshard

#include <algorithm>
#include <cmath>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/convolve.h"
#include "ops/kernels/odd_size.h"

namespace augshard {
namespace {

struct MotionBlur {
  IntDraw ksize{Draw::uniform(3, 15)};
  Draw angle_deg = Draw::uniform(0, 360);
};

// The four pixels around a point share its weight bilinearly.
void add_point(std::vector<Tap>& taps, double x, double y) {
  const double left = std::floor(x);
  const double top = std::floor(y);
  for (const int down : {0, 1}) {
    for (const int right : {0, 1}) {
      const double weight = (right == 1 ? x - left : 1 - (x - left)) * (down == 1 ? y - top : 1 - (y - top));
      const int dx = static_cast<int>(left) + right;
      const int dy = static_cast<int>(top) + down;
      if (weight < 1e-9) continue;
      const auto known = std::find_if(taps.begin(), taps.end(), [&](const Tap& t) { return t.dx == dx && t.dy == dy; });
      if (known == taps.end()) {
        taps.push_back({dx, dy, weight});
      } else {
        known->weight += weight;
      }
    }
  }
}

void motion_blur(const MotionBlur& params, Image& image, Draws& draws) {
  const int ksize = draw_odd(draws, "ksize", params.ksize);
  const double angle = exact::radians(draws.number("angle_deg", params.angle_deg));
  if (ksize == 1 || image.empty()) return;
  std::vector<Tap> taps;
  for (int t = -(ksize / 2); t <= ksize / 2; ++t) add_point(taps, t * exact::cos(angle), -t * exact::sin(angle));
  average_taps(image, taps);
}

}  // namespace

OpInfo op_motion_blur() {
  return OpBuilder<MotionBlur>("motion_blur", "Blurs along a straight line.")
      .param("ksize", &MotionBlur::ksize, Range{1, 63}, Unit::px, "Length of the line, odd.")
      .param("angle_deg", &MotionBlur::angle_deg, Range{-360, 360}, Unit::degrees,
             "Direction of the line, counter-clockwise from the x axis.")
      .rule([](const MotionBlur& params) { return is_odd(params.ksize); },
            "'ksize' must be odd, both ends of a range too")
      .example(R"({"op": "motion_blur", "ksize": [3, 15], "angle_deg": [0, 360]})")
      .also_known_as({"MotionBlur"})
      .pixels(motion_blur);
}

}  // namespace augshard

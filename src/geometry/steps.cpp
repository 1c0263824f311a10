#include "geometry/steps.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace augshard {

Step flip_step(Size in, bool horizontal, bool vertical) {
  Step step;
  step.output = in;
  if (horizontal) {
    step.to_input.m[0] = -1;
    step.to_input.m[2] = in.width;
  }
  if (vertical) {
    step.to_input.m[4] = -1;
    step.to_input.m[5] = in.height;
  }
  return step;
}

Step transpose_step(Size in) {
  Step step;
  step.output = {in.width, in.height};
  step.to_input.m = {0, 1, 0, 1, 0, 0, 0, 0, 1};
  return step;
}

Step quarter_turn_step(Size in, int quarters) {
  Step step;
  const double width = in.width;
  const double height = in.height;
  switch ((quarters % 4 + 4) % 4) {
    case 1:
      step.output = {in.width, in.height};
      step.to_input.m = {0, -1, width, 1, 0, 0, 0, 0, 1};
      break;
    case 2: return flip_step(in, true, true);
    case 3:
      step.output = {in.width, in.height};
      step.to_input.m = {0, 1, 0, -1, 0, height, 0, 0, 1};
      break;
    default: step.output = in; break;
  }
  return step;
}

Step crop_step(Size out, double x, double y) {
  Step step;
  step.output = out;
  step.to_input = Projective::translation(x, y);
  return step;
}

Step resize_step(Size in, Size out) { return crop_resize_step(out, 0, 0, in.width, in.height); }

Step crop_resize_step(Size out, double x, double y, double width, double height) {
  Step step;
  step.output = out;
  step.to_input = Projective::translation(x, y) * Projective::scaling(width / out.width, height / out.height);
  return step;
}

Step centred_step(Size in, Size out, const Projective& forward) {
  const auto backward = forward.inverse();
  if (!backward) throw std::logic_error("centred_step: the map has no inverse");
  Step step;
  step.output = out;
  step.to_input = Projective::translation(in.width / 2.0, in.height / 2.0) * *backward *
                  Projective::translation(-out.width / 2.0, -out.height / 2.0);
  return step;
}

Point extent_after(Size in, const Projective& forward) {
  const auto& m = forward.m;
  return {std::fabs(m[0]) * in.width + std::fabs(m[1]) * in.height,
          std::fabs(m[3]) * in.width + std::fabs(m[4]) * in.height};
}

int whole_pixels(double value) { return std::max(1, static_cast<int>(std::floor(value + 0.5))); }

}  // namespace augshard

#include "ops/kernels/color_changes.h"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "ops/kernels/color.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

using Kind = ColorChange::Kind;

struct Linear {
  float scale;
  std::array<float, 3> offsets;
};

// A change whose numbers are all known, in the image's own units.
struct ColorStep {
  Kind kind;
  Linear linear;  // scale, shift, contrast
  float amount;   // saturation; hue in sextants
};

void apply_linear(RgbBlock::Plane& plane, float scale, float offset) {
  for (float& value : plane) value = scale * value + offset;
}

void apply_step(const ColorStep& step, RgbBlock& block) {
  switch (step.kind) {
    case Kind::saturation: return scale_hsv(block, step.amount, 1, std::numeric_limits<float>::infinity());
    case Kind::hue: return turn_hue(block, step.amount);
    case Kind::scale:
    case Kind::shift:
    case Kind::contrast: break;
  }
  apply_linear(block.red, step.linear.scale, step.linear.offsets[0]);
  apply_linear(block.green, step.linear.scale, step.linear.offsets[1]);
  apply_linear(block.blue, step.linear.scale, step.linear.offsets[2]);
}

// Channel means of the image as these steps leave it.
std::array<double, 3> means_after(const Image& image, std::span<const ColorStep> steps) {
  std::array<double, 3> sums{};
  visit_rgb(image, [&](RgbBlock& block, std::size_t count) {
    for (const ColorStep& step : steps) apply_step(step, block);
    sums[0] += sum_of(block.red, count);
    sums[1] += sum_of(block.green, count);
    sums[2] += sum_of(block.blue, count);
  });
  const double pixels = static_cast<double>(image.height()) * image.width();
  return {sums[0] / pixels, sums[1] / pixels, sums[2] / pixels};
}

Linear about(const std::array<double, 3>& means, double factor) {
  Linear linear{static_cast<float>(factor), {}};
  for (std::size_t c = 0; c < 3; ++c) linear.offsets[c] = static_cast<float>((1 - factor) * means[c]);
  return linear;
}

ColorStep step_of(const ColorChange& change, const Image& image, std::span<const ColorStep> before) {
  const auto amount = static_cast<float>(change.amount);
  switch (change.kind) {
    case Kind::scale: return {change.kind, {amount, {}}, 0};
    case Kind::shift: {
      const auto offset = static_cast<float>(change.amount * range_of(image.dtype()));
      return {change.kind, {1, {offset, offset, offset}}, 0};
    }
    case Kind::contrast: return {change.kind, about(means_after(image, before), change.amount), 0};
    case Kind::saturation: return {change.kind, {}, amount};
    case Kind::hue: break;
  }
  return {change.kind, {}, static_cast<float>(6 * (change.amount - std::floor(change.amount)))};
}

bool is_neutral(const ColorChange& change) {
  return change.amount == (change.kind == Kind::shift || change.kind == Kind::hue ? 0 : 1);
}

void change_colors(Image& image, std::span<const ColorChange> changes) {
  std::vector<ColorStep> steps;
  for (const ColorChange& change : changes) {
    if (!is_neutral(change)) steps.push_back(step_of(change, image, steps));
  }
  if (steps.empty()) return;
  transform_rgb(image, [&](RgbBlock& block, std::size_t) {
    for (const ColorStep& step : steps) apply_step(step, block);
  });
}

// All that is left are linear changes, whose mean is known.
void change_gray(Image& image, std::span<const ColorChange> changes) {
  double scale = 1;
  double offset = 0;
  const double mean = mean_gray(image) / range_of(image.dtype());
  for (const ColorChange& change : changes) {
    const double mean_now = scale * mean + offset;
    switch (change.kind) {
      case Kind::shift: offset += change.amount; break;
      case Kind::scale:
      case Kind::contrast:
        scale *= change.amount;
        offset *= change.amount;
        offset += change.kind == Kind::contrast ? (1 - change.amount) * mean_now : 0;
        break;
      case Kind::saturation:
      case Kind::hue: break;
    }
  }
  if (scale != 1 || offset != 0) map_values(image, [=](double x) { return scale * x + offset; });
}

}  // namespace

void apply_changes(Image& image, std::span<const ColorChange> changes) {
  if (image.empty()) return;
  image.channels() == 1 ? change_gray(image, changes) : change_colors(image, changes);
}

}  // namespace augshard

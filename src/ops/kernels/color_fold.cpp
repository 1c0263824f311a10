#include "ops/kernels/color_fold.h"

#include <cmath>

#include "ops/kernels/color.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/statistics.h"

namespace augshard {

// Brightness, contrast and saturation are each of the form x -> scale * x + weight * gray(x) + offset, with the same
// offset in all channels. A turn of the hue commutes with that but for the gray value, so the four stages fold into
// scale * turned(x) + before * gray(x) + after * gray(turned(x)) + offset.

// A gray image has no hue.
ColorFold::ColorFold(Image& image, double turns)
    : image_(image), sextants_(image.channels() == 1 ? 0.0F : static_cast<float>(6 * (turns - std::floor(turns)))) {}

void ColorFold::brightness(double factor) { multiply(factor); }

void ColorFold::contrast(double factor) {
  if (factor == 1) return;
  const double mean = mean_now();
  multiply(factor);
  offset_ += (1 - factor) * mean;
}

void ColorFold::saturation(double factor) {
  (turned_ ? after_ : before_) = factor * current_weight() + (1 - factor) * (current_weight() + scale_);
  scale_ *= factor;
}

void ColorFold::hue() { turned_ = sextants_ != 0; }

void ColorFold::apply() {
  if (is_identity()) return;
  image_.channels() == 1 ? apply_to_gray() : apply_to_colors();
}

double ColorFold::current_weight() const { return turned_ ? after_ : before_; }

void ColorFold::multiply(double factor) {
  scale_ *= factor;
  before_ *= factor;
  after_ *= factor;
  offset_ *= factor;
}

// Mean gray of the image as the stages so far leave it.
double ColorFold::mean_now() const {
  const double before = mean_gray(image_);
  const double after = turned_ ? mean_turned() : 0;
  return scale_ * (turned_ ? after : before) + before_ * before + after_ * after + offset_;
}

double ColorFold::mean_turned() const {
  double sum = 0;
  RgbBlock::Plane gray;
  visit_rgb(image_, [&](RgbBlock& block, std::size_t count) {
    turn_hue(block, sextants_);
    gray_of(block, gray);
    sum += sum_of(gray, count);
  });
  return sum / (static_cast<double>(image_.height()) * image_.width());
}

bool ColorFold::is_identity() const { return !turned_ && scale_ == 1 && before_ == 0 && after_ == 0 && offset_ == 0; }

// The same single-precision numbers as for colours, so that three equal channels and one give the same values.
void ColorFold::apply_to_gray() {
  const auto single = [](double x) { return static_cast<double>(static_cast<float>(x)); };
  const double factor = single(scale_) + single(before_) + single(after_);
  const double offset = single(offset_) / range_of(image_.dtype());
  map_values(image_, [factor, offset](double x) { return factor * x + offset; });
}

void ColorFold::apply_to_colors() {
  const GrayMix m{static_cast<float>(scale_), static_cast<float>(before_), static_cast<float>(after_),
                  static_cast<float>(offset_)};
  RgbBlock::Plane before{}, after{};
  transform_rgb(image_, [&](RgbBlock& block, std::size_t) {
    if (m.before_weight != 0) gray_of(block, before);
    if (turned_) turn_hue(block, sextants_);
    if (m.after_weight != 0) gray_of(block, after);
    mix(block, m, before, after);
  });
}

}  // namespace augshard

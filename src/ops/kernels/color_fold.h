#pragma once

#include "sample/image.h"

namespace augshard {

/// Changes of brightness, contrast, saturation and hue, in the order of the calls, as one pass over the image with one
/// rounding at its end. Brightness, contrast and saturation are blends as Pillow's and torchvision's: with black, with
/// the mean gray of the image as the changes so far leave it, with each pixel's own gray. A factor of 1 changes
/// nothing.
class ColorFold {
 public:
  /// For an image with one or three channels. `turns`: what hue() will shift the hue by, in parts of the circle.
  ColorFold(Image& image, double turns);

  void brightness(double factor);
  void contrast(double factor);
  void saturation(double factor);
  /// At most once.
  void hue();
  /// Writes the image.
  void apply();

 private:
  [[nodiscard]] double current_weight() const;
  void multiply(double factor);
  [[nodiscard]] double mean_now() const;
  [[nodiscard]] double mean_turned() const;
  [[nodiscard]] bool is_identity() const;
  void apply_to_gray();
  void apply_to_colors();

  Image& image_;
  float sextants_;
  double scale_ = 1, before_ = 0, after_ = 0, offset_ = 0;
  bool turned_ = false;
};

}  // namespace augshard

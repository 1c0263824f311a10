#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/color.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

struct AutoContrast {
  Draw cutoff = Draw::constant(0);
  bool per_channel = true;
};

std::vector<int> channel_counts(const AutoContrast& params) {
  return params.per_channel ? std::vector<int>{} : std::vector{1, 3};
}

// The values with exactly `cut` values of the channel before and after them in order.
struct Interval {
  double low, high;
};

Interval interval_of_bins(const std::vector<std::uint32_t>& bins, std::size_t cut) {
  const auto find = [cut](auto first, auto last) {
    std::size_t passed = 0;
    return std::find_if(first, last, [&](std::uint32_t n) { return (passed += n) > cut; }) - first;
  };
  return {static_cast<double>(find(bins.begin(), bins.end())),
          static_cast<double>(std::ssize(bins) - 1 - find(bins.rbegin(), bins.rend()))};
}

Interval interval_of_values(const Image& image, std::size_t channel, std::size_t cut) {
  const auto values = image.values<float>();
  const auto channels = static_cast<std::size_t>(image.channels());
  std::vector<float> plane;
  plane.reserve(values.size() / channels);
  for (std::size_t i = channel; i < values.size(); i += channels) plane.push_back(values[i]);
  const auto low = plane.begin() + static_cast<std::ptrdiff_t>(cut);
  std::nth_element(plane.begin(), low, plane.end());
  const double lowest = static_cast<double>(*low);
  const auto high = plane.end() - 1 - static_cast<std::ptrdiff_t>(cut);
  std::nth_element(plane.begin(), high, plane.end());
  return {lowest, static_cast<double>(*high)};
}

// As fractions of the range.
Interval interval_of(const Image& image, int channel, std::size_t cut) {
  if (!is_integer(image.dtype())) return interval_of_values(image, static_cast<std::size_t>(channel), cut);
  const Interval levels = interval_of_bins(histogram(image, channel), cut);
  return {levels.low / range_of(image.dtype()), levels.high / range_of(image.dtype())};
}

// A flat channel has nothing to stretch.
auto stretch(Interval in) {
  return [in](double value) { return in.high > in.low ? (value - in.low) / (in.high - in.low) : value; };
}

void auto_contrast(const AutoContrast& params, Image& image, Draws& draws) {
  const double cutoff = draws.number("cutoff", params.cutoff);
  if (image.empty()) return;
  const std::size_t pixels = image.value_count() / static_cast<std::size_t>(image.channels());
  const auto cut = static_cast<std::size_t>(static_cast<double>(pixels) * cutoff / 100);
  if (!params.per_channel && image.channels() == 3) {
    return map_values(image, stretch(interval_of(luma_of(image), 0, cut)));
  }
  for (int c = 0; c < image.channels(); ++c) map_channel(image, c, stretch(interval_of(image, c, cut)));
}

}  // namespace

OpInfo op_auto_contrast() {
  return OpBuilder<AutoContrast>("auto_contrast", "Stretches the values linearly over the whole range.")
      .param("cutoff", &AutoContrast::cutoff, Range{0, 49}, Unit::percent,
             "Percentage of the darkest and of the brightest pixels that are left out of account.")
      .param("per_channel", &AutoContrast::per_channel,
             "Whether each channel is stretched by itself (Pillow, torchvision, Keras, Albumentations' method pil), "
             "or all alike, by the Rec.601 gray values (Pillow's preserve_tone); Albumentations' method cdf is our "
             "equalize.")
      .channels(channel_counts)
      .example(R"({"op": "auto_contrast"})")
      .example(R"({"op": "auto_contrast", "cutoff": [0, 5], "p": 0.5})")
      .example(R"({"op": "auto_contrast", "per_channel": false})")
      .also_known_as({"AutoContrast", "RandomAutocontrast"})
      .pixels(auto_contrast);
}

}  // namespace augshard

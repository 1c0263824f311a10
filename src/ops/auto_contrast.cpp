#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

struct AutoContrast {
  Draw cutoff = Draw::constant(0);
};

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

// A flat channel has nothing to stretch.
double stretched(double value, Interval in) { return in.high > in.low ? (value - in.low) / (in.high - in.low) : value; }

template <class T>
void stretch_integers(Image& image, std::size_t cut) {
  std::vector<std::vector<T>> tables;
  for (int c = 0; c < image.channels(); ++c) {
    const Interval in = interval_of_bins(histogram(image, c), cut);
    const Interval fractions{in.low / kRange<T>, in.high / kRange<T>};
    tables.push_back(table_of<T>([fractions](double x) { return stretched(x, fractions); }));
  }
  apply_tables(image, tables);
}

void stretch_floats(Image& image, std::size_t cut) {
  const auto values = image.values<float>();
  const auto channels = static_cast<std::size_t>(image.channels());
  for (std::size_t c = 0; c < channels; ++c) {
    const Interval in = interval_of_values(image, c, cut);
    for (std::size_t i = c; i < values.size(); i += channels) {
      values[i] = static_cast<float>(stretched(static_cast<double>(values[i]), in));
    }
  }
}

void auto_contrast(const AutoContrast& params, Image& image, Draws& draws) {
  const double cutoff = draws.number("cutoff", params.cutoff);
  if (image.empty()) return;
  const std::size_t pixels = image.value_count() / static_cast<std::size_t>(image.channels());
  const auto cut = static_cast<std::size_t>(static_cast<double>(pixels) * cutoff / 100);
  switch (image.dtype()) {
    case DType::uint8: return stretch_integers<std::uint8_t>(image, cut);
    case DType::uint16: return stretch_integers<std::uint16_t>(image, cut);
    default: return stretch_floats(image, cut);
  }
}

}  // namespace

OpInfo op_auto_contrast() {
  return OpBuilder<AutoContrast>("auto_contrast", "Stretches each channel linearly over the whole range.")
      .param("cutoff", &AutoContrast::cutoff, Range{0, 49}, Unit::percent,
             "Percentage of the darkest and of the brightest pixels that are left out of account.")
      .example(R"({"op": "auto_contrast"})")
      .example(R"({"op": "auto_contrast", "cutoff": [0, 5], "p": 0.5})")
      .also_known_as({"AutoContrast", "RandomAutocontrast"})
      .pixels(auto_contrast);
}

}  // namespace augshard

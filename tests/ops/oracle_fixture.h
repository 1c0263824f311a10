#pragma once

#include <functional>

#include "ops/pixels_fixture.h"

/// What the tests of blurs, noises and weather share: images of doubles for oracles that take no short cut.
namespace augshard::pixels_test {

/// Fractions of the range.
struct Doubles {
  int height = 0, width = 0, channels = 0;
  std::vector<double> values;

  [[nodiscard]] std::size_t index(int y, int x, int c) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
               static_cast<std::size_t>(channels) +
           static_cast<std::size_t>(c);
  }
  [[nodiscard]] double at(int y, int x, int c) const { return values[index(y, x, c)]; }
  /// Beyond the border: dcb|abcd|cba.
  [[nodiscard]] double reflected(int y, int x, int c) const { return at(fold(y, height), fold(x, width), c); }

  static int fold(int i, int size) {
    while (i < 0 || i >= size) {
      if (size == 1) return 0;
      i = i < 0 ? -i : 2 * (size - 1) - i;
    }
    return i;
  }
};

inline Doubles doubles_of(const Image& image) {
  Doubles made{image.height(), image.width(), image.channels(), {}};
  visit_dtype(image.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (const T v : image.values<T>()) made.values.push_back(static_cast<double>(v) / range_of(image.dtype()));
  });
  return made;
}

/// Each value of `image` made anew by function(y, x, channel), clipped to 0..1.
inline Doubles made_by(const Image& image, const std::function<double(int, int, int)>& function) {
  Doubles made{image.height(), image.width(), image.channels(), std::vector<double>(image.value_count())};
  for (int y = 0; y < made.height; ++y) {
    for (int x = 0; x < made.width; ++x) {
      for (int c = 0; c < made.channels; ++c) {
        made.values[made.index(y, x, c)] = std::clamp(function(y, x, c), 0.0, 1.0);
      }
    }
  }
  return made;
}

/// Largest distance from the expected values, the image's being clipped to 0..1.
inline double largest_error(const Image& image, const Doubles& expected) {
  const Doubles found = doubles_of(image);
  REQUIRE(found.values.size() == expected.values.size());
  double largest = 0;
  for (std::size_t i = 0; i < found.values.size(); ++i) {
    largest = std::max(largest, std::fabs(std::clamp(found.values[i], 0.0, 1.0) - expected.values[i]));
  }
  return largest;
}

/// Half a step of an integer type, and what float arithmetic may add.
inline double rounding_of(DType dtype) { return (is_integer(dtype) ? 0.5 / range_of(dtype) : 0) + 3e-6; }

/// The values of an 8-bit image in another type.
inline Image in_type(const Image& image, DType dtype) {
  Image made(image.size(), image.channels(), dtype);
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    std::ranges::transform(image.values<std::uint8_t>(), made.values<T>().begin(), [&](std::uint8_t v) {
      return dtype == DType::float32 ? static_cast<T>(v / 255.0) : static_cast<T>(v * (range_of(dtype) / 255));
    });
  });
  return made;
}

/// True when the op makes the same of an 8-bit image and of its copies in the wider types, but for their rounding, for
/// 1, 3 and 5 channels, as far as the op takes them.
inline bool same_in_every_type(const std::string& json) {
  const BoundOp op = bound(json);
  const auto allowed = channels_of(op);
  bool same = true;
  for (const int channels : {1, 3, 5}) {
    if (!allowed.empty() && std::ranges::find(allowed, channels) == allowed.end()) continue;
    const Image image = pattern({40, 37}, channels, DType::uint8);
    const Doubles exact = doubles_of(applied(op, in_type(image, DType::float32)));
    const Doubles clipped = made_by(image, [&](int y, int x, int c) { return exact.at(y, x, c); });
    for (const DType dtype : {DType::uint8, DType::uint16}) {
      same = same && largest_error(applied(op, in_type(image, dtype)), clipped) <= rounding_of(dtype);
    }
  }
  return same;
}

template <class T = float>
Image flat_image(Size size, int channels, double fraction) {
  Image image(size, channels, dtype_of<T>());
  std::ranges::fill(image.values<T>(), static_cast<T>(fraction * range_of(image.dtype())));
  return image;
}

/// True when the op leaves flat images of every value as they are.
inline bool keeps_flat_images(const std::string& json) {
  bool kept = true;
  for (const double fraction : {0.0, 1.0 / 255, 0.4, 1.0}) {
    const Image narrow = flat_image<std::uint8_t>({24, 31}, 3, fraction);
    const Image wide = flat_image<std::uint16_t>({24, 31}, 1, fraction);
    kept = kept && same(applied(json, narrow), narrow) && same(applied(json, wide), wide);
  }
  return kept;
}

inline double variance_of(const Image& image, double mean) {
  double sum = 0;
  for (const float v : image.values<float>()) sum += (static_cast<double>(v) - mean) * (static_cast<double>(v) - mean);
  return sum / static_cast<double>(image.value_count());
}

/// Share of the pixels whose first channel is not `fraction` of the range.
inline double share_changed(const Image& image, double fraction) {
  const Doubles found = doubles_of(image);
  double changed = 0;
  for (std::size_t i = 0; i < found.values.size(); i += static_cast<std::size_t>(found.channels)) {
    changed += std::fabs(found.values[i] - fraction) > 1e-6 ? 1 : 0;
  }
  return changed / (static_cast<double>(found.height) * found.width);
}

}  // namespace augshard::pixels_test

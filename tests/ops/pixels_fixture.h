#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "op/table.h"
#include "ops/bound_op.h"
#include "sample/image.h"

/// What the tests of pixels, regions and labels ops share.
namespace augshard::pixels_test {

using ops_test::bound;

/// True when the object is refused with exactly one problem, of this code.
bool refused(const std::string& json, const std::string& code);
/// The object of an op with these numbers.
std::string op_json(const std::string& name, const std::vector<std::pair<std::string, double>>& numbers);

inline Draws draws_of(const std::string& record) { return Draws(RandomStream(7, record, 1, "0")); }

/// The op applied to a copy of `image`: a pixels op's image, or a labels op's mask.
inline Image applied(const BoundOp& op, const Image& image, const std::string& record = "record") {
  Image result = image.clone();
  Draws draws = draws_of(record);
  if (const auto* labels = std::get_if<LabelsKernel>(&op.info->kernel)) {
    (*labels)(op.params.get(), result, draws);
  } else {
    std::get<PixelsKernel>(op.info->kernel)(op.params.get(), result, draws);
  }
  return result;
}

inline Image applied(const std::string& json, const Image& image, const std::string& record = "record") {
  return applied(bound(json), image, record);
}

template <class T>
DType dtype_of() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return DType::uint8;
  if constexpr (std::is_same_v<T, std::uint16_t>) return DType::uint16;
  if constexpr (std::is_same_v<T, std::int32_t>) return DType::int32;
  return DType::float32;
}

template <class T>
Image image_of(Size size, int channels, const std::vector<T>& values) {
  Image image(size, channels, dtype_of<T>());
  REQUIRE(image.value_count() == values.size());
  std::copy(values.begin(), values.end(), image.values<T>().begin());
  return image;
}

inline Image bytes(Size size, int channels, std::vector<std::uint8_t> values) {
  return image_of<std::uint8_t>(size, channels, values);
}
/// One row of RGB pixels.
inline Image rgb(std::vector<std::uint8_t> values) {
  const int width = static_cast<int>(values.size() / 3);
  return image_of<std::uint8_t>({1, width}, 3, values);
}
inline Image floats(Size size, int channels, const std::vector<float>& values) {
  return image_of<float>(size, channels, values);
}

template <class T>
std::vector<T> values_of(const Image& image) {
  REQUIRE(image.dtype() == dtype_of<T>());
  const auto values = image.values<T>();
  return {values.begin(), values.end()};
}
inline std::vector<int> ints_of(const Image& image) {
  const auto values = values_of<std::uint8_t>(image);
  return {values.begin(), values.end()};
}

/// An image with smooth and rough parts and the whole range of values; the same for every type, but for rounding.
inline Image pattern(Size size, int channels, DType dtype) {
  Image image(size, channels, dtype);
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto values = image.values<T>();
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < values.size(); ++i) {
      state = state * 1664525U + 1013904223U;
      const auto pixel = i / static_cast<std::size_t>(channels);
      const double smooth = static_cast<double>((pixel * 3 + i * 17) % 211) / 211.0;
      const double rough = static_cast<double>(state >> 16) / 65535.0;
      const double fraction = pixel % 7 < 4 ? smooth : rough;
      values[i] = static_cast<T>(is_integer(dtype) ? std::nearbyint(fraction * range_of(dtype)) : fraction);
    }
  });
  return image;
}

inline bool same(const Image& a, const Image& b) {
  return a.size() == b.size() && a.channels() == b.channels() && a.dtype() == b.dtype() &&
         std::ranges::equal(a.bytes(), b.bytes());
}

/// True when the op leaves every image that it takes as it is.
inline bool is_identity(const std::string& json) {
  const BoundOp op = bound(json);
  for (const DType dtype : op.info->types) {
    for (const int channels : {1, 3}) {
      const Image image = pattern({13, 19}, channels, dtype);
      if (!same(applied(op, image), image)) return false;
    }
  }
  return true;
}

/// Largest distance between values of two images of the same shape, as a fraction of the range.
inline double largest_difference(const Image& a, const Image& b) {
  REQUIRE(a.value_count() == b.value_count());
  REQUIRE(a.dtype() == b.dtype());
  double largest = 0;
  visit_dtype(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (std::size_t i = 0; i < a.value_count(); ++i) {
      largest =
          std::max(largest, std::fabs(static_cast<double>(a.values<T>()[i]) - static_cast<double>(b.values<T>()[i])));
    }
  });
  return largest / range_of(a.dtype());
}

/// An 8-bit image in another type: the same fractions of the range.
inline Image converted(const Image& image, DType dtype) {
  Image result(image.size(), image.channels(), dtype);
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    for (std::size_t i = 0; i < image.value_count(); ++i) {
      result.values<T>()[i] = static_cast<T>(image.values<std::uint8_t>()[i] / 255.0 * range_of(dtype));
    }
  });
  return result;
}

/// Largest distance, in fractions of the range and beyond what the rounding of the types explains, between the op's
/// results for an 8-bit image and for the same image in 16 bits and in floats (clipped, as integers are).
inline double difference_over_types(const std::string& json, int channels = 3) {
  const BoundOp op = bound(json);
  const Image image = pattern({37, 41}, channels, DType::uint8);
  const Image eight = applied(op, image);
  const Image sixteen = applied(op, converted(image, DType::uint16));
  const Image real = applied(op, converted(image, DType::float32));
  double largest = 0;
  for (std::size_t i = 0; i < eight.value_count(); ++i) {
    const double exact = std::clamp(static_cast<double>(real.values<float>()[i]), 0.0, 1.0);
    largest = std::max({largest, std::fabs(eight.values<std::uint8_t>()[i] / 255.0 - exact) - 0.5 / 255,
                        std::fabs(sixteen.values<std::uint16_t>()[i] / 65535.0 - exact) - 0.5 / 65535});
  }
  return largest;
}

inline double mean_of(const Image& image) {
  double sum = 0;
  visit_dtype(image.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (const T value : image.values<T>()) sum += static_cast<double>(value);
  });
  return sum / static_cast<double>(image.value_count());
}

}  // namespace augshard::pixels_test

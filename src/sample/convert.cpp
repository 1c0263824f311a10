#include "sample/convert.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace augshard {
namespace {

template <class To, class From>
To convert(From value) {
  if constexpr (std::is_floating_point_v<To>) {
    return static_cast<To>(value);
  } else {
    const double rounded = std::floor(static_cast<double>(value) + (std::is_floating_point_v<From> ? 0.5 : 0.0));
    return static_cast<To>(std::clamp(rounded, static_cast<double>(std::numeric_limits<To>::lowest()),
                                      static_cast<double>(std::numeric_limits<To>::max())));
  }
}

}  // namespace

Image convert_type(Image image, DType dtype) {
  if (image.dtype() == dtype) return image;
  Image output(image.size(), image.channels(), dtype);
  visit_dtype(image.dtype(), [&](auto from) {
    visit_dtype(dtype, [&](auto to) {
      const auto values = std::as_const(image).values<decltype(from)>();
      std::transform(values.begin(), values.end(), output.values<decltype(to)>().begin(),
                     [](auto value) { return convert<decltype(to)>(value); });
    });
  });
  return output;
}

}  // namespace augshard

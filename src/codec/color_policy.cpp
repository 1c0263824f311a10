#include <algorithm>
#include <limits>
#include <type_traits>

#include "codec/codec.h"

namespace augshard {
namespace {

/// Number of colour channels: 1 (gray) or 3, without alpha; 0 for other layouts, which no policy touches.
int color_channels(int channels, bool has_alpha) {
  const int colors = channels - (has_alpha ? 1 : 0);
  return colors == 1 || colors == 3 ? colors : 0;
}

template <class T>
T luma(const T* rgb) {
  if constexpr (std::is_floating_point_v<T>) {
    const double sum = 4899.0 * static_cast<double>(rgb[0]) + 9617.0 * static_cast<double>(rgb[1]) +
                       1868.0 * static_cast<double>(rgb[2]);
    return static_cast<T>(sum / 16384.0);
  } else {
    using Wide = std::conditional_t<sizeof(T) < 4, std::uint32_t, std::int64_t>;
    const Wide sum = Wide{4899} * static_cast<Wide>(rgb[0]) + Wide{9617} * static_cast<Wide>(rgb[1]) +
                     Wide{1868} * static_cast<Wide>(rgb[2]) + Wide{8192};
    return static_cast<T>(sum >> 14);
  }
}

/// value x alpha, on black; alpha at its maximum leaves the value as it is.
template <class T>
T composite(T value, T alpha) {
  if constexpr (std::is_floating_point_v<T>) {
    return value * alpha;
  } else {
    constexpr std::int64_t kMax = std::numeric_limits<T>::max();
    return static_cast<T>((static_cast<std::int64_t>(value) * static_cast<std::int64_t>(alpha) + kMax / 2) / kMax);
  }
}

/// What becomes of one pixel.
struct Conversion {
  int colors = 1;      ///< colour channels before
  int to_colors = 1;   ///< and after: 1 or 3
  bool alpha = false;  ///< there is alpha before
  bool keep_alpha = false;
  bool composite = false;
  [[nodiscard]] int channels_after() const { return to_colors + (keep_alpha ? 1 : 0); }
};

Conversion conversion_of(int channels, bool has_alpha, const ImageTarget& target) {
  Conversion how;
  how.colors = color_channels(channels, has_alpha);
  how.alpha = has_alpha;
  how.keep_alpha = has_alpha && target.alpha == AlphaPolicy::keep;
  how.composite = has_alpha && target.alpha == AlphaPolicy::composite;
  how.to_colors = target.color == ColorPolicy::rgb ? 3 : target.color == ColorPolicy::gray ? 1 : how.colors;
  return how;
}

template <class T>
void convert(const Image& from, Image& to, const Conversion& how) {
  const auto step = static_cast<std::size_t>(from.channels());
  const T* in = from.values<T>().data();
  T* out = to.values<T>().data();
  const std::size_t pixels = from.value_count() / step;
  T color[3] = {};
  for (std::size_t i = 0; i < pixels; ++i, in += step) {
    for (int c = 0; c < how.colors; ++c) color[c] = how.composite ? composite(in[c], in[how.colors]) : in[c];
    if (how.to_colors == 1) {
      *out++ = how.colors == 3 ? luma(color) : color[0];
    } else {
      for (int c = 0; c < 3; ++c) *out++ = color[how.colors == 3 ? c : 0];
    }
    if (how.keep_alpha) *out++ = in[how.colors];
  }
}

}  // namespace

Image apply_color_policy(Image image, bool has_alpha, const ImageTarget& target) {
  const Conversion how = conversion_of(image.channels(), has_alpha, target);
  const bool same = how.to_colors == how.colors && how.keep_alpha == how.alpha;
  if (how.colors == 0 || same) return image;
  Image result(image.size(), how.channels_after(), image.dtype());
  visit_dtype(image.dtype(), [&](auto value) { convert<decltype(value)>(image, result, how); });
  return result;
}

int channels_after_policy(const Header& header, const ImageTarget& target) {
  const Conversion how = conversion_of(header.channels, header.alpha, target);
  return how.colors == 0 ? header.channels : how.channels_after();
}

}  // namespace augshard

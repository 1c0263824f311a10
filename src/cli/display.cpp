#include "cli/display.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "sample/cv_view.h"

namespace augshard {
namespace {

constexpr double kTint = 0.45;
constexpr double kHatchTint = 0.65;
constexpr Color kOutline{255, 255, 255};
constexpr double kOutlineTint = 0.7;
constexpr Color kHatchLight{190, 190, 190};
constexpr Color kHatchDark{90, 90, 90};
constexpr int kHatchPeriod = 8;

struct Span {
  double low = 0;
  double high = 1;
};

template <class T>
Span span_of(const Image& image) {
  const auto values = image.values<T>();
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const T value : values) {
    const auto v = static_cast<double>(value);
    if (!std::isfinite(v)) continue;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  return low <= high ? Span{low, high} : Span{};
}

Span display_span(const Image& image) {
  if (image.dtype() == DType::uint8) return {0, 255};
  return visit_dtype(image.dtype(), [&](auto zero) -> Span {
    const Span span = span_of<decltype(zero)>(image);
    if (!is_integer(image.dtype())) {
      if (span.low >= 0 && span.high <= 1) return {};
      return span.high > span.low ? span : Span{span.low, span.low + 1};
    }
    double top = 255;
    while (top < span.high) top = 2 * top + 1;
    return {std::min(0.0, span.low), top};
  });
}

std::uint8_t to_byte(double value) { return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0))); }

std::uint8_t blend(std::uint8_t below, std::uint8_t above, double share) {
  return to_byte((1 - share) * below + share * above);
}

void tint(std::uint8_t* pixel, Color color, double share) {
  pixel[0] = blend(pixel[0], color.red, share);
  pixel[1] = blend(pixel[1], color.green, share);
  pixel[2] = blend(pixel[2], color.blue, share);
}

/// The same hue as bright as it can be, for lines.
Color bright(Color color) {
  const double most = std::max({color.red, color.green, color.blue, std::uint8_t{1}});
  const auto lifted = [most](std::uint8_t value) { return to_byte(80 + 175 * value / most); };
  return {lifted(color.red), lifted(color.green), lifted(color.blue)};
}

cv::Scalar scalar(Color color) { return {double(color.red), double(color.green), double(color.blue)}; }

Image resized(const Image& image, Size size, int interpolation) {
  Image result(size, image.channels(), image.dtype());
  cv::Mat view = cv_view(result);
  cv::resize(cv_view(image), view, {size.width, size.height}, 0, 0, interpolation);
  return result;
}

Size scaled_size(Size size, int height) {
  const double width = double(size.width) * height / std::max(size.height, 1);
  return {height, std::max(1, static_cast<int>(std::lround(width)))};
}

/// Nearest neighbour, which OpenCV does not have for every type of mask; of stacked masks the lower one.
Image resized_mask(const Image& mask, Size size) {
  Image result(size, 1, mask.dtype());
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < size.height; ++y) {
      const T* in = mask.row<T>(static_cast<int>((y + 0.5) * mask.height() / size.height));
      T* out = result.row<T>(y);
      for (int x = 0; x < size.width; ++x) {
        out[x] = in[static_cast<int>((x + 0.5) * mask.width() / size.width) * mask.channels()];
      }
    }
  });
  return result;
}

void draw_heatmap(Image& picture, const Image& mask) {
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < picture.height(); ++y) {
      std::uint8_t* pixel = picture.row<std::uint8_t>(y);
      const T* value = mask.row<T>(y);
      for (int x = 0; x < picture.width(); ++x, pixel += 3) {
        tint(pixel, {255, 64, 0}, 0.8 * std::clamp(static_cast<double>(value[x]) / range_of(mask.dtype()), 0.0, 1.0));
      }
    }
  });
}

template <class T>
bool is_edge(const Image& mask, int x, int y) {
  const T* row = mask.row<T>(y);
  return (x + 1 < mask.width() && row[x + 1] != row[x]) || (y + 1 < mask.height() && mask.row<T>(y + 1)[x] != row[x]);
}

bool is_void(std::int64_t id, const MaskTarget& target) {
  return id == target.ignore || (id != 0 && id == static_cast<std::int64_t>(target.fill));
}

void draw_labels(Image& picture, const Image& mask, const MaskTarget& target) {
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < picture.height(); ++y) {
      std::uint8_t* pixel = picture.row<std::uint8_t>(y);
      const T* ids = mask.row<T>(y);
      for (int x = 0; x < picture.width(); ++x, pixel += 3) {
        const auto id = static_cast<std::int64_t>(ids[x]);
        if (is_void(id, target)) {
          const bool dark = (x + y) % kHatchPeriod < kHatchPeriod / 2;
          tint(pixel, dark ? kHatchDark : kHatchLight, kHatchTint);
        } else if (id != 0) {
          tint(pixel, class_color(id), kTint);
        }
        if (is_edge<T>(mask, x, y)) tint(pixel, kOutline, kOutlineTint);
      }
    }
  });
}

// The pixel that holds an edge coordinate of the picture as drawn.
int pixel_of(double edge, double scale) { return static_cast<int>(std::lround(edge * scale - 0.5)); }

void draw_object(cv::Mat& view, const Object& object, double scale) {
  if (object.outline.empty()) return;
  const Box box = bounds_of(object.outline);
  cv::rectangle(view, cv::Point(pixel_of(box.x0, scale), pixel_of(box.y0, scale)),
                cv::Point(pixel_of(box.x1, scale), pixel_of(box.y1, scale)),
                scalar(bright(class_color(object.label + 1))), 1);
}

void draw_keypoint(cv::Mat& view, const Keypoint& point, double scale) {
  if (point.visibility == Visibility::absent) return;
  const Color color = point.visibility == Visibility::visible ? Color{255, 255, 0} : Color{160, 160, 160};
  cv::drawMarker(view, {pixel_of(point.x, scale), pixel_of(point.y, scale)}, scalar(color), cv::MARKER_CROSS, 9, 1);
}

void draw_annotations(Image& picture, const Sample& sample, double scale) {
  cv::Mat view = cv_view(picture);
  for (const auto& objects : sample.objects) {
    for (const Object& object : objects) draw_object(view, object, scale);
  }
  for (const auto& sets : sample.keypoints) {
    for (const KeypointSet& set : sets) {
      for (const Keypoint& point : set) draw_keypoint(view, point, scale);
    }
  }
}

}  // namespace

Color class_color(std::int64_t id) {
  auto bits = static_cast<std::uint64_t>(id);
  unsigned red = 0;
  unsigned green = 0;
  unsigned blue = 0;
  for (int shift = 7; shift >= 0; --shift, bits >>= 3U) {
    red |= static_cast<unsigned>(bits & 1U) << static_cast<unsigned>(shift);
    green |= static_cast<unsigned>(bits >> 1U & 1U) << static_cast<unsigned>(shift);
    blue |= static_cast<unsigned>(bits >> 2U & 1U) << static_cast<unsigned>(shift);
  }
  return {static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green), static_cast<std::uint8_t>(blue)};
}

Image display_rgb(const Image& image) {
  Image result(image.size(), 3, DType::uint8);
  const Span span = display_span(image);
  const double scale = 255 / (span.high - span.low);
  const auto channels = static_cast<std::size_t>(image.channels());
  visit_dtype(image.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const T* in = image.values<T>().data();
    for (std::uint8_t *out = result.values<std::uint8_t>().data(), *end = out + result.value_count(); out != end;
         out += 3, in += channels) {
      for (std::size_t c = 0; c < 3; ++c) {
        out[c] = to_byte((static_cast<double>(in[channels < 3 ? 0 : c]) - span.low) * scale);
      }
    }
  });
  return result;
}

Image draw_sample(const Sample& sample, std::span<const MaskTarget> targets, int height) {
  const Size size = scaled_size(sample.image.size(), height);
  const bool shrinks = size.height < sample.image.height();
  Image picture = resized(display_rgb(sample.image), size, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
  for (std::size_t i = 0; i < sample.masks.size(); ++i) {
    const Image mask = resized_mask(sample.masks[i], size);
    if (targets[i].kind == MaskKind::heatmap) {
      draw_heatmap(picture, mask);
    } else {
      draw_labels(picture, mask, targets[i]);
    }
  }
  draw_annotations(picture, sample, double(size.height) / sample.image.height());
  return picture;
}

}  // namespace augshard

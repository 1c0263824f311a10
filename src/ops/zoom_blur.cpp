#include <algorithm>
#include <cmath>
#include <utility>

#include "base/exact_math.h"
#include "op/op.h"
#include "ops/kernels/pixel.h"
#include "ops/kernels/zoom.h"

namespace augshard {
namespace {

struct ZoomBlur {
  Draw zoom = Draw::uniform(1.02, 1.15);
};

Image floats_of(const Image& image) {
  Image floats(image.size(), image.channels(), DType::float32);
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    std::ranges::transform(image.values<T>(), floats.values<float>().begin(),
                           [](T value) { return static_cast<float>(value); });
  });
  return floats;
}

// Calls write(index of the first value, mean of the image and of itself enlarged, count) row by row.
template <class Write>
void average_with_zoomed(const Image& floats, double zoom, Write write) {
  std::vector<float> mean(floats.row_values());
  zoom_rows(floats, zoom, [&](int y, const float* zoomed) {
    const float* const here = floats.row<float>(y);
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = 0.5F * (here[i] + zoomed[i]);
    write(y, mean);
  });
}

// Doublings until neighbouring copies lie at most a pixel apart at the ends of the longer side.
int doublings(Size size, double zoom) {
  const double travel = std::max(size.width, size.height) / 2.0 * (1 - 1 / zoom);
  int count = 1;
  while (std::ldexp(1.0, count) < travel) ++count;
  return count;
}

// The mean of the 2^n copies enlarged by q^0, q^1, q^2 ... is n times a mean of two: with the copy enlarged by q, then
// by q^2, by q^4 and so on.
void zoom_blur(const ZoomBlur& params, Image& image, Draws& draws) {
  const double zoom = draws.number("zoom", params.zoom);
  if (zoom == 1 || image.empty()) return;
  const int count = doublings(image.size(), zoom);
  const double step = exact::log(zoom) / (std::ldexp(1.0, count) - 1);
  Image floats = floats_of(image);
  Image next(image.size(), image.channels(), DType::float32);
  for (int i = 0; i + 1 < count; ++i) {
    average_with_zoomed(floats, exact::exp(std::ldexp(step, i)),
                        [&](int y, const std::vector<float>& mean) { std::ranges::copy(mean, next.row<float>(y)); });
    std::swap(floats, next);
  }
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    average_with_zoomed(floats, exact::exp(std::ldexp(step, count - 1)), [&](int y, const std::vector<float>& mean) {
      std::ranges::transform(mean, image.row<T>(y), to_pixel<T>);
    });
  });
}

}  // namespace

OpInfo op_zoom_blur() {
  return OpBuilder<ZoomBlur>("zoom_blur", "Blurs as a zoom during the exposure does, away from the centre.")
      .param("zoom", &ZoomBlur::zoom, Range{1, 2}, Unit::factor,
             "Largest enlargement: the mean is over enlargements from 1 to this, evenly spaced in their logarithm and "
             "at most a pixel apart at the edges.")
      .example(R"({"op": "zoom_blur", "zoom": [1.02, 1.15]})")
      .also_known_as({"ZoomBlur"})
      .pixels(zoom_blur);
}

}  // namespace augshard

#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

struct Rescale {
  Interval in{"dtype", 0, 1};
  Interval percentiles{"", 1, 99};
  Interval out{"", 0, 1};
  bool clip = true;
};

Shape shape_of(const Rescale&, const Shape& in) {
  Shape out = in;
  out.dtype = DType::float32;
  return out;
}

// The value that `percent` of all values of the image lie below: the nearest in their order.
template <class T>
double percentile(std::vector<T>& values, double percent) {
  const auto rank = static_cast<std::ptrdiff_t>(std::nearbyint(percent / 100 * static_cast<double>(values.size() - 1)));
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return static_cast<double>(values[static_cast<std::size_t>(rank)]);
}

template <class T>
Interval source_interval(const Rescale& params, const Image& image) {
  if (params.in.name == "dtype") return {"", 0, kRange<T>};
  if (params.in.name.empty()) return params.in;
  std::vector<T> values(image.values<T>().begin(), image.values<T>().end());
  const double low = percentile(values, params.percentiles.low);
  return {"", low, percentile(values, params.percentiles.high)};
}

void rescale(const Rescale& params, Image& image, Draws&) {
  Image result(image.size(), image.channels(), DType::float32);
  if (!image.empty()) {
    visit_pixel_type(image.dtype(), [&]<class T>(T) {
      const Interval in = source_interval<T>(params, image);
      // A flat image has no interval: it becomes the low end.
      const double scale = in.high > in.low ? (params.out.high - params.out.low) / (in.high - in.low) : 0;
      std::transform(image.values<T>().begin(), image.values<T>().end(), result.values<float>().begin(), [&](T value) {
        const double moved = params.out.low + (static_cast<double>(value) - in.low) * scale;
        return static_cast<float>(params.clip ? std::clamp(moved, params.out.low, params.out.high) : moved);
      });
    });
  }
  image = std::move(result);
}

}  // namespace

OpInfo op_rescale() {
  return OpBuilder<Rescale>("rescale", "Maps one interval of values linearly to another; gives float32.")
      .param(
          "in", &Rescale::in, OneOf{{"dtype", "percentile"}}, Range{}, Unit::none,
          "The interval of stored values that becomes out: two numbers, the whole range of the type, or that between "
          "two percentiles of the image.")
      .param("percentiles", &Rescale::percentiles, OneOf{}, Range{0, 100}, Unit::percent,
             "The two percentiles, over all channels together.")
      .param("out", &Rescale::out, OneOf{}, Range{}, Unit::none, "The interval of the result.")
      .param("clip", &Rescale::clip, "Whether values that fall outside out are moved to its ends.")
      .shape(shape_of)
      .example(R"({"op": "rescale", "in": "percentile", "percentiles": [0.5, 99.5], "out": [-1, 1]})")
      .example(R"({"op": "rescale", "in": [0, 4095]})")
      .also_known_as({"Rescaling", "ScaleIntensityRanged", "ScaleIntensityRangePercentilesd", "Rerange", "window"})
      .pixels(rescale);
}

}  // namespace augshard

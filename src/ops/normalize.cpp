#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "op/op.h"
#include "ops/kernels/pixel.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

struct Normalize {
  std::vector<double> mean{0.485, 0.456, 0.406};
  std::vector<double> std{0.229, 0.224, 0.225};
  std::string mode = "fixed";
};

bool lists_agree(const Normalize& params) {
  return params.mean.size() == params.std.size() || params.mean.size() == 1 || params.std.size() == 1;
}

std::vector<int> channel_counts(const Normalize& params) {
  const auto longest = std::max(params.mean.size(), params.std.size());
  if (params.mode != "fixed" || longest == 1) return {};
  return {static_cast<int>(longest)};
}

Shape shape_of(const Normalize&, const Shape& in) {
  Shape out = in;
  out.dtype = DType::float32;
  return out;
}

// One number a channel, in the image's own units.
struct Moments {
  std::vector<double> mean, deviation;
};

std::vector<double> for_channels(const std::vector<double>& list, std::size_t channels, double range) {
  if (list.size() != 1 && list.size() != channels) {
    throw std::invalid_argument("normalize: mean and std do not have one number a channel");
  }
  std::vector<double> result(channels);
  for (std::size_t c = 0; c < channels; ++c) result[c] = range * list[list.size() == 1 ? 0 : c];
  return result;
}

void share(std::vector<double>& per_channel) {
  const double mean =
      std::accumulate(per_channel.begin(), per_channel.end(), 0.0) / static_cast<double>(per_channel.size());
  std::fill(per_channel.begin(), per_channel.end(), mean);
}

// The image's own mean and deviation, of all channels together or of each.
Moments own_moments(const Image& image, bool together) {
  const double pixels = static_cast<double>(image.height()) * image.width();
  Moments own{channel_sums(image), {}};
  for (double& sum : own.mean) sum /= pixels;
  if (together) share(own.mean);
  own.deviation = squared_deviations(image, own.mean);
  if (together) share(own.deviation);
  for (double& sum : own.deviation) sum = std::sqrt(sum / pixels);
  return own;
}

Moments moments(const Normalize& params, const Image& image) {
  if (params.mode != "fixed") return own_moments(image, params.mode == "per_image");
  const auto channels = static_cast<std::size_t>(image.channels());
  const double range = range_of(image.dtype());
  return {for_channels(params.mean, channels, range), for_channels(params.std, channels, range)};
}

void normalize(const Normalize& params, Image& image, Draws&) {
  Image result(image.size(), image.channels(), DType::float32);
  const auto channels = static_cast<std::size_t>(image.channels());
  if (!image.empty()) {
    const Moments m = moments(params, image);
    visit_pixel_type(image.dtype(), [&]<class T>(T) {
      const T* const from = image.values<T>().data();
      float* const to = result.values<float>().data();
      for (std::size_t c = 0; c < channels; ++c) {
        const double mean = m.mean[c];
        // A flat channel has no deviation to divide by: it becomes 0.
        const double divisor = m.deviation[c] > 0 ? m.deviation[c] : 1;
        for (std::size_t i = c; i < image.value_count(); i += channels) {
          to[i] = static_cast<float>((static_cast<double>(from[i]) - mean) / divisor);
        }
      }
    });
  }
  image = std::move(result);
}

}  // namespace

OpInfo op_normalize() {
  return OpBuilder<Normalize>("normalize", "Subtracts a mean and divides by a standard deviation; gives float32.")
      .param("mean", &Normalize::mean, Range{-1000, 1000}, Unit::none,
             "Mean of values scaled to 0..1, one number a channel or one for all; for the mode fixed only.")
      .param(
          "std", &Normalize::std, Range{1e-6, 1000}, Unit::none,
          "Standard deviation of values scaled to 0..1, one number a channel or one for all; for the mode fixed only.")
      .param("mode", &Normalize::mode, OneOf{{"fixed", "per_image", "per_channel"}},
             "Whether to use mean and std as given, those of the whole image, or those of each of its channels.")
      .rule(lists_agree, "'mean' and 'std' need the same number of channels, or one number for all")
      .channels(channel_counts)
      .shape(shape_of)
      .example(R"({"op": "normalize", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]})")
      .example(R"({"op": "normalize", "mode": "per_image"})")
      .also_known_as({"Normalize", "Normalization", "NormalizeIntensityd", "standardize", "crop_mirror_normalize"})
      .pixels(normalize);
}

}  // namespace augshard

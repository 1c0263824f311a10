#include <algorithm>
#include <cmath>

#include "op/op.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

struct Downscale {
  Draw scale = Draw::uniform(0.25, 0.75);
};

// One output position as a weighted sum of input positions; the weights sum to 1.
struct Weighted {
  std::size_t first = 0;
  std::vector<float> weights;
};

// Means over equal intervals: pixels at an interval's ends count with the part of them that lies inside.
std::vector<Weighted> area_means(int from, int to) {
  std::vector<Weighted> result(static_cast<std::size_t>(to));
  const double step = static_cast<double>(from) / to;
  for (int i = 0; i < to; ++i) {
    const double low = i * step;
    const double high = std::min<double>(from, (i + 1) * step);
    auto& out = result[static_cast<std::size_t>(i)];
    out.first = static_cast<std::size_t>(low);
    for (int x = static_cast<int>(low); x < high; ++x) {
      out.weights.push_back(static_cast<float>((std::min(high, x + 1.0) - std::max<double>(low, x)) / (high - low)));
    }
  }
  return result;
}

// Linear interpolation between pixel centres, the ends repeated.
std::vector<Weighted> linear(int from, int to) {
  std::vector<Weighted> result(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const double position = std::clamp((i + 0.5) * from / to - 0.5, 0.0, from - 1.0);
    const auto left = std::min(static_cast<int>(position), std::max(0, from - 2));
    const auto part = static_cast<float>(position - left);
    result[static_cast<std::size_t>(i)] = {static_cast<std::size_t>(left),
                                           from == 1 ? std::vector{1.0F} : std::vector{1 - part, part}};
  }
  return result;
}

using Rows = std::vector<float>;

Rows resample_columns(const Rows& rows, std::size_t width, std::size_t channels, const std::vector<Weighted>& map) {
  const std::size_t height = rows.size() / (width * channels);
  Rows result(height * map.size() * channels);
  float* to = result.data();
  for (std::size_t y = 0; y < height; ++y) {
    const float* const row = rows.data() + y * width * channels;
    for (const Weighted& w : map) {
      for (std::size_t c = 0; c < channels; ++c) {
        float sum = 0;
        for (std::size_t k = 0; k < w.weights.size(); ++k) sum += w.weights[k] * row[(w.first + k) * channels + c];
        *to++ = sum;
      }
    }
  }
  return result;
}

Rows resample_rows(const Rows& rows, std::size_t row_values, const std::vector<Weighted>& map) {
  Rows result(map.size() * row_values);
  for (std::size_t y = 0; y < map.size(); ++y) {
    float* const to = result.data() + y * row_values;
    for (std::size_t k = 0; k < map[y].weights.size(); ++k) {
      const float* const from = rows.data() + (map[y].first + k) * row_values;
      const float weight = map[y].weights[k];
      for (std::size_t i = 0; i < row_values; ++i) to[i] += weight * from[i];
    }
  }
  return result;
}

int scaled(int length, double scale) { return std::max(1, static_cast<int>(std::nearbyint(length * scale))); }

void downscale(const Downscale& params, Image& image, Draws& draws) {
  const double scale = draws.number("scale", params.scale);
  const Size small{scaled(image.height(), scale), scaled(image.width(), scale)};
  if (image.empty() || small == image.size()) return;
  const auto channels = static_cast<std::size_t>(image.channels());
  const auto width = static_cast<std::size_t>(image.width());
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto values = image.values<T>();
    Rows rows(values.size());
    std::transform(values.begin(), values.end(), rows.begin(), [](T value) { return static_cast<float>(value); });
    rows = resample_columns(rows, width, channels, area_means(image.width(), small.width));
    rows =
        resample_rows(rows, static_cast<std::size_t>(small.width) * channels, area_means(image.height(), small.height));
    rows = resample_rows(rows, static_cast<std::size_t>(small.width) * channels, linear(small.height, image.height()));
    rows = resample_columns(rows, static_cast<std::size_t>(small.width), channels, linear(small.width, image.width()));
    std::transform(rows.begin(), rows.end(), values.begin(), [](float value) { return to_pixel<T>(value); });
  });
}

}  // namespace

OpInfo op_downscale() {
  return OpBuilder<Downscale>("downscale",
                              "Makes the image smaller and then as large as before, so that detail is lost.")
      .param("scale", &Downscale::scale, Range{0.01, 1}, Unit::factor,
             "Side of the small image as a part of the large one's; means of areas going down, linear going up.")
      .example(R"({"op": "downscale", "scale": [0.25, 0.75]})")
      .also_known_as({"Downscale", "RandSimulateLowResolutiond", "low_resolution"})
      .pixels(downscale);
}

}  // namespace augshard

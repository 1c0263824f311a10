#include "augment/blend.h"

#include <algorithm>

#include "ops/kernels/pixel.h"

namespace augshard {

Image blended(const std::vector<Share>& parts) {
  const Image& first = *parts.front().image;
  Image result(first.size(), first.channels(), first.dtype());
  visit_pixel_type(first.dtype(), [&]<class T>(T) {
    const auto out = result.values<T>();
    for (std::size_t i = 0; i < out.size(); ++i) {
      double sum = 0;
      for (const Share& part : parts) sum += part.share * static_cast<double>(part.image->values<T>()[i]);
      out[i] = to_pixel<T>(static_cast<float>(sum));
    }
  });
  return result;
}

Image channels_of(const Image& image, const std::vector<int>& channels) {
  Image part(image.size(), static_cast<int>(channels.size()), image.dtype());
  visit_dtype(image.dtype(), [&]<class T>(T) {
    const auto count = static_cast<std::size_t>(image.channels());
    const auto from = image.values<T>();
    auto out = part.values<T>().begin();
    for (std::size_t pixel = 0; pixel < from.size(); pixel += count) {
      for (const int channel : channels) *out++ = from[pixel + static_cast<std::size_t>(channel)];
    }
  });
  return part;
}

void put_channels(const Image& part, const std::vector<int>& channels, Image& image) {
  visit_dtype(image.dtype(), [&]<class T>(T) {
    const auto count = static_cast<std::size_t>(image.channels());
    const auto to = image.values<T>();
    auto in = part.values<T>().begin();
    for (std::size_t pixel = 0; pixel < to.size(); pixel += count) {
      for (const int channel : channels) to[pixel + static_cast<std::size_t>(channel)] = *in++;
    }
  });
}

}  // namespace augshard

#include "ops/kernels/gray_plane.h"

#include <algorithm>
#include <vector>

#include "ops/kernels/pixel.h"
#include "ops/kernels/statistics.h"

namespace augshard {

Image gray_plane(const Image& image) {
  Image gray(image.size(), 1, DType::float32);
  const auto channels = static_cast<std::size_t>(image.channels());
  std::vector<double> shares(channels, 1.0 / static_cast<double>(channels));
  if (channels == 3) shares = {kRedWeight, kGreenWeight, kBlueWeight};
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const std::vector<float> weights = [&] {
      std::vector<float> scaled;
      for (const double share : shares) scaled.push_back(static_cast<float>(share / kRange<T>));
      return scaled;
    }();
    const T* from = image.values<T>().data();
    for (float& to : gray.values<float>()) {
      float sum = 0;
      for (const float weight : weights) sum += weight * static_cast<float>(*from++);
      to = std::clamp(sum, 0.0F, 1.0F);
    }
  });
  return gray;
}

}  // namespace augshard

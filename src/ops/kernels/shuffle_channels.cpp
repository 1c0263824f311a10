#include "ops/kernels/shuffle_channels.h"

#include <vector>

#include "ops/kernels/pixel.h"
#include "ops/kernels/random_order.h"

namespace augshard {

void shuffle_channels(Image& image, Draws& draws) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const std::vector<std::size_t> order = random_order(channels, draws);
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    std::vector<T> pixel(channels);
    const auto values = image.values<T>();
    for (std::size_t i = 0; i < values.size(); i += channels) {
      for (std::size_t c = 0; c < channels; ++c) pixel[c] = values[i + order[c]];
      for (std::size_t c = 0; c < channels; ++c) values[i + c] = pixel[c];
    }
  });
}

}  // namespace augshard

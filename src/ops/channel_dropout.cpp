#include <algorithm>
#include <numeric>

#include "op/op.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

struct ChannelDropout {
  IntDraw channels{Draw::uniform(1, 1)};
  double fill = 0;
};

void fill_channel(Image& image, std::size_t channel, double fill) {
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto values = image.values<T>();
    for (std::size_t i = channel; i < values.size(); i += static_cast<std::size_t>(image.channels())) {
      values[i] = from_fraction<T>(fill);
    }
  });
}

void channel_dropout(const ChannelDropout& params, Image& image, Draws& draws) {
  const auto count = static_cast<std::size_t>(
      std::min<std::int64_t>(draws.integer("channels", params.channels), image.channels() - 1));
  std::vector<std::size_t> left(static_cast<std::size_t>(image.channels()));
  std::iota(left.begin(), left.end(), std::size_t{0});
  for (std::size_t i = 0; i < count; ++i) {
    const auto chosen = left.begin() + draws.below("channel", std::ssize(left));
    fill_channel(image, *chosen, params.fill);
    left.erase(chosen);
  }
}

}  // namespace

OpInfo op_channel_dropout() {
  return OpBuilder<ChannelDropout>("channel_dropout", "Fills whole channels with one value.")
      .param("channels", &ChannelDropout::channels, Range{0, 1000}, Unit::count,
             "How many channels; at least one is left, so an image with one channel stays as it is.")
      .param("fill", &ChannelDropout::fill, Range{0, 1}, Unit::intensity, "The value, as a fraction of the range.")
      .example(R"({"op": "channel_dropout", "channels": [1, 2]})")
      .also_known_as({"ChannelDropout"})
      .pixels(channel_dropout);
}

}  // namespace augshard

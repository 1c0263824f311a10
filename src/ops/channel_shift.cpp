#include "op/op.h"
#include "ops/kernels/pointwise.h"

namespace augshard {
namespace {

struct ChannelShift {
  Draw shift = Draw::uniform(-0.08, 0.08);
};

template <class T>
void shift_channel(Image& image, std::size_t channel, double shift) {
  const auto values = image.values<T>();
  const auto channels = static_cast<std::size_t>(image.channels());
  const auto amount = static_cast<float>(shift * kRange<T>);
  for (std::size_t i = channel; i < values.size(); i += channels) {
    values[i] = to_pixel<T>(static_cast<float>(values[i]) + amount);
  }
}

void channel_shift(const ChannelShift& params, Image& image, Draws& draws) {
  for (int c = 0; c < image.channels(); ++c) {
    const double shift = draws.number("shift", params.shift);
    visit_pixel_type(image.dtype(), [&]<class T>(T) { shift_channel<T>(image, static_cast<std::size_t>(c), shift); });
  }
}

}  // namespace

OpInfo op_channel_shift() {
  return OpBuilder<ChannelShift>("channel_shift", "Adds a drawn number to each channel.")
      .param("shift", &ChannelShift::shift, Range{-1, 1}, Unit::intensity,
             "What is added, drawn anew for each channel, as a fraction of the range.")
      .example(R"({"op": "channel_shift", "shift": [-0.08, 0.08]})")
      .also_known_as({"RGBShift", "RandomChannelShift"})
      .pixels(channel_shift);
}

}  // namespace augshard

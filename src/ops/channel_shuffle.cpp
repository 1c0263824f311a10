#include "op/op.h"
#include "ops/kernels/shuffle_channels.h"

namespace augshard {
namespace {

struct ChannelShuffle {};

void channel_shuffle(const ChannelShuffle&, Image& image, Draws& draws) { shuffle_channels(image, draws); }

}  // namespace

OpInfo op_channel_shuffle() {
  return OpBuilder<ChannelShuffle>("channel_shuffle", "Puts the channels in a random order.")
      .example(R"({"op": "channel_shuffle", "p": 0.2})")
      .also_known_as({"ChannelShuffle", "RandomChannelPermutation"})
      .pixels(channel_shuffle);
}

}  // namespace augshard

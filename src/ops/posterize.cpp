#include "op/op.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

struct Posterize {
  IntDraw bits{Draw::uniform(4, 8)};
};

template <class T>
void keep_bits(std::span<T> values, int bits) {
  const int dropped = static_cast<int>(8 * sizeof(T)) - bits;
  if (dropped <= 0) return;
  const auto mask = static_cast<T>(~0U << static_cast<unsigned>(dropped));
  for (T& value : values) value = static_cast<T>(value & mask);
}

void posterize(const Posterize& params, Image& image, Draws& draws) {
  const auto bits = static_cast<int>(draws.integer("bits", params.bits));
  if (image.dtype() == DType::uint8) {
    keep_bits(image.values<std::uint8_t>(), bits);
  } else {
    keep_bits(image.values<std::uint16_t>(), bits);
  }
}

}  // namespace

OpInfo op_posterize() {
  return OpBuilder<Posterize>("posterize", "Keeps the upper bits of every value and clears the others.")
      .param("bits", &Posterize::bits, Range{1, 16}, Unit::count,
             "Bits kept per channel; as many as the type has leave the image as it is.")
      .types({DType::uint8, DType::uint16})
      .example(R"({"op": "posterize", "bits": [4, 8]})")
      .also_known_as({"Posterize", "RandomPosterize", "RandomPosterization"})
      .pixels(posterize);
}

}  // namespace augshard

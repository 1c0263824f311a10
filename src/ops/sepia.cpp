#include <array>

#include "op/op.h"
#include "ops/kernels/rgb_block.h"

namespace augshard {
namespace {

struct Sepia {
  Draw strength = Draw::constant(1);
};

// Weights of red, green and blue in one channel of the result.
struct Weights {
  double red, green, blue;
};
constexpr std::array kTones{Weights{0.393, 0.769, 0.189}, Weights{0.349, 0.686, 0.168}, Weights{0.272, 0.534, 0.131}};
constexpr std::array kUnchanged{Weights{1, 0, 0}, Weights{0, 1, 0}, Weights{0, 0, 1}};

struct Sum {
  float red, green, blue;
  [[nodiscard]] float of(float r, float g, float b) const { return red * r + green * g + blue * b; }
};

// A blend of two linear maps is a linear map.
Sum blended(std::size_t channel, double strength) {
  const Weights& from = kUnchanged[channel];
  const Weights& to = kTones[channel];
  const auto between = [strength](double a, double b) { return static_cast<float>(a + strength * (b - a)); };
  return {between(from.red, to.red), between(from.green, to.green), between(from.blue, to.blue)};
}

void sepia(const Sepia& params, Image& image, Draws& draws) {
  const double strength = draws.number("strength", params.strength);
  if (image.channels() == 1 || strength == 0) return;
  transform_rgb(image, [red = blended(0, strength), green = blended(1, strength), blue = blended(2, strength)](
                           RgbBlock& block, std::size_t) {
    for (std::size_t i = 0; i < RgbBlock::kPixels; ++i) {
      const float r = block.red[i];
      const float g = block.green[i];
      const float b = block.blue[i];
      block.red[i] = red.of(r, g, b);
      block.green[i] = green.of(r, g, b);
      block.blue[i] = blue.of(r, g, b);
    }
  });
}

}  // namespace

OpInfo op_sepia() {
  return OpBuilder<Sepia>("sepia", "Gives the image the brown tones of old photographs.")
      .param("strength", &Sepia::strength, Range{0, 1}, Unit::fraction,
             "Share of the brown image in the result, 1 for Albumentations' ToSepia; images with one channel stay as "
             "they are.")
      .channels({1, 3})
      .example(R"({"op": "sepia", "p": 0.2})")
      .example(R"({"op": "sepia", "strength": [0.3, 1]})")
      .also_known_as({"ToSepia"})
      .pixels(sepia);
}

}  // namespace augshard

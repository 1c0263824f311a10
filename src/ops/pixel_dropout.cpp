#include <array>

#include "op/op.h"
#include "ops/kernels/erased.h"
#include "ops/kernels/noise.h"

namespace augshard {
namespace {

struct PixelDropout {
  Draw drop_frac = Draw::constant(0.01);
  std::vector<double> fill{0};
  std::optional<double> mask_fill;
};

// Pixel i is erased where the i-th word of the field is below the fraction of all words.
Erasure pixel_dropout(const PixelDropout& params, const Scene& scene, Draws& draws) {
  const double below = draws.number("drop_frac", params.drop_frac) * 0x1p32;
  const std::uint64_t key = draws.field_key("pixels");
  Erasure erasure{{}, params.fill, params.mask_fill};
  erasure.area = Image(scene.size, 1, DType::uint8);
  const auto area = erasure.area.values<std::uint8_t>();
  std::array<std::uint32_t, kNoiseBatch> words{};
  for (std::size_t i = 0; i < area.size(); ++i) {
    if (i % kNoiseBatch == 0) noise_words(key, i / kNoiseBatch, words);
    area[i] = words[i % kNoiseBatch] < below ? 1 : 0;
  }
  return erasure;
}

}  // namespace

OpInfo op_pixel_dropout() {
  return OpBuilder<PixelDropout>("pixel_dropout", "Erases single pixels, each on its own.")
      .param("drop_frac", &PixelDropout::drop_frac, Range{0, 1}, Unit::fraction, "Share of the pixels that are erased.")
      .with(declare_fills<PixelDropout>)
      .example(R"({"op": "pixel_dropout", "drop_frac": [0.01, 0.05]})")
      .also_known_as({"PixelDropout", "Dropout"})
      .regions(pixel_dropout);
}

}  // namespace augshard

#include "op/op.h"
#include "ops/kernels/pointwise.h"

namespace augshard {
namespace {

struct ToneCurve {
  Draw shadows{Draw::Normal{0.25, 0.1, 0, 1}};
  Draw highlights{Draw::Normal{0.75, 0.1, 0, 1}};
  bool per_channel = false;
};

// The Bezier curve from (0, 0) to (1, 1) with these heights of its two inner points, which lie at thirds of the way. It
// ends on the diagonal, so that values outside, which only floats have, stay as they are without a jump.
struct Curve {
  double shadows, highlights;
  double operator()(double x) const {
    if (x < 0 || x > 1) return x;
    const double rest = 1 - x;
    return 3 * rest * rest * x * shadows + 3 * rest * x * x * highlights + x * x * x;
  }
};

Curve drawn_curve(const ToneCurve& params, Draws& draws) {
  const double shadows = draws.number("shadows", params.shadows);
  return {shadows, draws.number("highlights", params.highlights)};
}

void tone_curve(const ToneCurve& params, Image& image, Draws& draws) {
  if (!params.per_channel) return map_values(image, drawn_curve(params, draws));
  for (int c = 0; c < image.channels(); ++c) map_channel(image, c, drawn_curve(params, draws));
}

}  // namespace

OpInfo op_tone_curve() {
  return OpBuilder<ToneCurve>("tone_curve", "Bends the tones by a cubic Bezier curve from black to white.")
      .param("shadows", &ToneCurve::shadows, Range{0, 1}, Unit::intensity,
             "Height of the curve's point for dark tones, as a fraction of the range (low_y of Albumentations' "
             "RandomToneCurve): 1/3, with highlights of 2/3, leaves the image as it is.")
      .param("highlights", &ToneCurve::highlights, Range{0, 1}, Unit::intensity,
             "The same for bright tones (high_y); below shadows the order of some tones turns round.")
      .param("per_channel", &ToneCurve::per_channel, "Whether each channel gets a curve of its own.")
      .example(R"({"op": "tone_curve", "shadows": {"normal": [0.25, 0.1]}, "highlights": {"normal": [0.75, 0.1]}})")
      .example(R"({"op": "tone_curve", "shadows": [0.2, 0.45], "highlights": [0.55, 0.8], "per_channel": true})")
      .also_known_as({"RandomToneCurve", "RandHistogramShiftd"})
      .pixels(tone_curve);
}

}  // namespace augshard

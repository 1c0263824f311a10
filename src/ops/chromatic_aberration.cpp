#include "op/op.h"
#include "ops/kernels/pixel.h"
#include "ops/kernels/zoom.h"

namespace augshard {
namespace {

struct ChromaticAberration {
  Draw red_frac = Draw::uniform(-0.005, 0.005);
  Draw blue_frac = Draw::uniform(-0.005, 0.005);
};

void enlarge_channel(Image& image, std::size_t channel, double zoom) {
  if (zoom == 1) return;
  Image plane(image.size(), 1, DType::float32);
  const auto channels = static_cast<std::size_t>(image.channels());
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const T* from = image.values<T>().data() + channel;
    for (std::size_t i = 0; i < plane.value_count(); ++i) {
      plane.values<float>()[i] = static_cast<float>(from[i * channels]);
    }
    zoom_rows(plane, zoom, [&](int y, const float* row) {
      T* const to = image.row<T>(y) + channel;
      for (std::size_t x = 0; x < plane.row_values(); ++x) to[x * channels] = to_pixel<T>(row[x]);
    });
  });
}

void chromatic_aberration(const ChromaticAberration& params, Image& image, Draws& draws) {
  const double red = draws.number("red_frac", params.red_frac);
  const double blue = draws.number("blue_frac", params.blue_frac);
  if (image.empty()) return;
  enlarge_channel(image, 0, 1 + red);
  enlarge_channel(image, 2, 1 + blue);
}

}  // namespace

OpInfo op_chromatic_aberration() {
  return OpBuilder<ChromaticAberration>(
             "chromatic_aberration",
             "Enlarges red and blue a little about the centre, as a lens does; masks, boxes and keypoints stay, since "
             "green does.")
      .param("red_frac", &ChromaticAberration::red_frac, Range{-0.05, 0.05}, Unit::fraction,
             "How far red moves away from the centre, as a fraction of the distance.")
      .component(0)
      .param("blue_frac", &ChromaticAberration::blue_frac, Range{-0.05, 0.05}, Unit::fraction, "The same for blue.")
      .component(0)
      .channels({3})
      .example(R"({"op": "chromatic_aberration", "red_frac": [-0.005, 0.005], "blue_frac": [-0.005, 0.005]})")
      .also_known_as({"ChromaticAberration"})
      .pixels(chromatic_aberration);
}

}  // namespace augshard

#include "op/op.h"
#include "ops/kernels/color.h"

namespace augshard {
namespace {

struct ToGray {
  bool keep_channels = true;
};

Shape shape_of(const ToGray& params, const Shape& in) {
  Shape out = in;
  if (!params.keep_channels) out.channels = 1;
  return out;
}

Image first_channel(const Image& image) {
  Image plane(image.size(), 1, image.dtype());
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto from = image.values<T>();
    const auto to = plane.values<T>();
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = from[3 * i];
  });
  return plane;
}

void to_gray(const ToGray& params, Image& image, Draws&) {
  if (image.channels() == 1) return;
  transform_rgb(image, [](RgbBlock& block, std::size_t) {
    gray_of(block, block.red);
    block.green = block.red;
    block.blue = block.red;
  });
  if (!params.keep_channels) image = first_channel(image);
}

}  // namespace

OpInfo op_to_gray() {
  return OpBuilder<ToGray>("to_gray", "Turns colours into gray values (Rec.601 luma).")
      .param("keep_channels", &ToGray::keep_channels,
             "Whether three equal channels come out, or one; an image with one channel stays as it is.")
      .channels({1, 3})
      .shape(shape_of)
      .example(R"({"op": "to_gray", "p": 0.2})")
      .example(R"({"op": "to_gray", "keep_channels": false})")
      .also_known_as({"ToGray", "Grayscale", "RandomGrayscale", "RGB2Gray", "grayscale"})
      .pixels(to_gray);
}

}  // namespace augshard

#include "op/op.h"
#include "ops/kernels/color.h"

namespace augshard {
namespace {

struct ToGray {
  bool keep_channels = true;
  std::string method = "luma";
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

// The gray value of each pixel is left in all three channels.
template <class GrayOf>
void set_gray(Image& image, GrayOf gray_of_pixel) {
  transform_rgb(image, [&](RgbBlock& block, std::size_t) {
    for (std::size_t i = 0; i < RgbBlock::kPixels; ++i) {
      block.red[i] = gray_of_pixel(block.red[i], block.green[i], block.blue[i]);
    }
    block.green = block.red;
    block.blue = block.red;
  });
}

float largest(float r, float g, float b) {
  const float rg = r > g ? r : g;
  return rg > b ? rg : b;
}
float smallest(float r, float g, float b) { return -largest(-r, -g, -b); }

void set_luma(Image& image) {
  transform_rgb(image, [](RgbBlock& block, std::size_t) {
    gray_of(block, block.red);
    block.green = block.red;
    block.blue = block.red;
  });
}

void to_gray(const ToGray& params, Image& image, Draws&) {
  if (image.channels() == 1) return;
  if (params.method == "luma") set_luma(image);
  if (params.method == "mean") set_gray(image, [](float r, float g, float b) { return (r + g + b) * (1.0F / 3); });
  if (params.method == "max") set_gray(image, largest);
  if (params.method == "lightness") {
    set_gray(image, [](float r, float g, float b) { return (largest(r, g, b) + smallest(r, g, b)) * 0.5F; });
  }
  if (!params.keep_channels) image = first_channel(image);
}

}  // namespace

OpInfo op_to_gray() {
  return OpBuilder<ToGray>("to_gray", "Turns colours into gray values.")
      .param("keep_channels", &ToGray::keep_channels,
             "Whether three equal channels come out, or one; an image with one channel stays as it is.")
      .param("method", &ToGray::method, OneOf{{"luma", "mean", "max", "lightness"}},
             "Rec.601 luma (OpenCV, Pillow, torchvision, Keras), the mean of the three channels (Albumentations' "
             "average), the largest of them (its max), or the mean of the largest and the smallest (its desaturation).")
      .channels({1, 3})
      .shape(shape_of)
      .example(R"({"op": "to_gray", "p": 0.2})")
      .example(R"({"op": "to_gray", "keep_channels": false})")
      .example(R"({"op": "to_gray", "method": "mean"})")
      .also_known_as({"ToGray", "Grayscale", "RandomGrayscale", "RGB2Gray", "grayscale"})
      .pixels(to_gray);
}

}  // namespace augshard

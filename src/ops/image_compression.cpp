#include "op/op.h"
#include "ops/kernels/jpeg_round_trip.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

struct ImageCompression {
  std::string codec = "jpeg";
  IntDraw quality{Draw::uniform(50, 95)};
};

template <class From, class To>
void rescale_into(const Image& from, Image& to) {
  const auto source = from.values<From>();
  const auto target = to.values<To>();
  for (std::size_t i = 0; i < source.size(); ++i) {
    target[i] = from_fraction<To>(static_cast<double>(source[i]) / kRange<From>);
  }
}

// JPEG has 8 bits: other types make the trip as uint8.
void image_compression(const ImageCompression& params, Image& image, Draws& draws) {
  const auto quality = static_cast<int>(draws.integer("quality", params.quality));
  if (image.dtype() == DType::uint8) return jpeg_round_trip(image, quality);
  Image bytes(image.size(), image.channels(), DType::uint8);
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    rescale_into<T, std::uint8_t>(image, bytes);
    jpeg_round_trip(bytes, quality);
    rescale_into<std::uint8_t, T>(bytes, image);
  });
}

}  // namespace

OpInfo op_image_compression() {
  return OpBuilder<ImageCompression>("image_compression", "Leaves the traces of lossy compression.")
      .param("codec", &ImageCompression::codec, OneOf{{"jpeg"}},
             "The format: jpeg has 8 bits, so uint16 and float32 images come back with 256 levels.")
      .param("quality", &ImageCompression::quality, Range{1, 100}, Unit::none, "Quality of the codec.")
      .channels({1, 3})
      .example(R"({"op": "image_compression", "quality": [50, 95]})")
      .also_known_as(
          {"ImageCompression", "JpegCompression", "RandomJpegQuality", "jpeg_compression_distortion", "jpeg"})
      .pixels(image_compression);
}

}  // namespace augshard

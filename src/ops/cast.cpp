#include "op/op.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

struct Cast {
  std::string dtype;
};

Shape shape_of(const Cast& params, const Shape& in) {
  Shape out = in;
  out.dtype = dtype_of_name(params.dtype);
  return out;
}

template <class From, class To>
void convert(const Image& from, Image& to) {
  const auto source = from.values<From>();
  const auto target = to.values<To>();
  for (std::size_t i = 0; i < source.size(); ++i) {
    const auto value = static_cast<double>(source[i]);
    target[i] = std::is_integral_v<To> && value != value ? To{0} : from_fraction<To>(value / kRange<From>);
  }
}

void cast(const Cast& params, Image& image, Draws&) {
  const DType dtype = *dtype_of_name(params.dtype);
  if (image.dtype() == dtype) return;
  Image result(image.size(), image.channels(), dtype);
  visit_pixel_type(image.dtype(), [&]<class From>(From) {
    visit_pixel_type(dtype, [&]<class To>(To) { convert<From, To>(image, result); });
  });
  image = std::move(result);
}

}  // namespace

OpInfo op_cast() {
  return OpBuilder<Cast>("cast", "Converts the image to another type, from one's range to the other's.")
      .param("dtype", &Cast::dtype, OneOf{{"uint8", "uint16", "float32"}},
             "The type: 255, 65535 and 1.0 are each other's equals; integers are rounded (halves to even) and clipped.")
      .required()
      .shape(shape_of)
      .example(R"({"op": "cast", "dtype": "float32"})")
      .also_known_as({"ToFloat", "FromFloat", "ToDtype", "CastToTyped", "convert"})
      .pixels(cast);
}

}  // namespace augshard

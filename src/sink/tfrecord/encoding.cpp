#include "sink/tfrecord/encoding.h"

#include <utility>

#include "codec/codec.h"
#include "sink/values.h"

namespace augshard {
namespace {

bool is_png_type(DType dtype) { return dtype == DType::uint8 || dtype == DType::uint16; }

bool fits_jpeg(DType dtype, int channels) { return dtype == DType::uint8 && (channels == 1 || channels == 3); }

// Gray with alpha is left out: a PNG could hold it, but TensorFlow does not decode it.
bool fits_png(DType dtype, int channels) {
  return is_png_type(dtype) && (channels == 1 || channels == 3 || channels == 4);
}

Encoding default_encoding(const Field& field) {
  if (!field.is_image) return fits_png(field.dtype, field.channels.value_or(0)) ? Encoding::png : Encoding::raw;
  if (!field.channels) {
    if (field.dtype == DType::uint8) return Encoding::jpeg_or_png;
    return is_png_type(field.dtype) ? Encoding::png : Encoding::raw;
  }
  if (fits_jpeg(field.dtype, *field.channels)) return Encoding::jpeg;
  return fits_png(field.dtype, *field.channels) ? Encoding::png : Encoding::raw;
}

Encoding for_image(Encoding encoding, const Image& image) {
  if (encoding != Encoding::jpeg_or_png) return encoding;
  return fits_jpeg(image.dtype(), image.channels()) ? Encoding::jpeg : Encoding::png;
}

EncodedPixels owning(std::vector<std::byte> bytes, Encoding encoding) {
  EncodedPixels pixels{std::move(bytes), {}, name_of(encoding)};
  pixels.bytes = pixels.owned;
  return pixels;
}

Error cannot_encode(const Image& image, Encoding encoding) {
  return {"encoding",
          std::string(name_of(encoding)) + " cannot hold an image of " + std::to_string(image.channels()) +
              " channels of type " + std::string(name_of(image.dtype())),
          R"(set "alpha": "drop" or "color": "rgb" in targets.image, or choose the encoding "raw")"};
}

Expected<EncodedPixels> encode_as(Encoding encoding, int quality, const Image& image) {
  switch (encoding) {
    case Encoding::jpeg:
      if (!fits_jpeg(image.dtype(), image.channels())) return cannot_encode(image, encoding);
      return owning(encode_jpeg(image, quality), encoding);
    case Encoding::png:
      if (!fits_png(image.dtype(), image.channels())) return cannot_encode(image, encoding);
      return owning(encode_png(image), encoding);
    case Encoding::raw:
    case Encoding::jpeg_or_png: break;
  }
  return EncodedPixels{{}, image.bytes(), name_of(Encoding::raw)};
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  constexpr std::string_view kNames[] = {"jpeg", "png", "raw", "jpeg or png"};
  return kNames[static_cast<std::size_t>(encoding)];
}

FieldEncoding encoding_of(const OutputSpec& spec, const Field& field) {
  const auto entry = spec.fields.find(field.name);
  if (entry == spec.fields.end()) return {default_encoding(field)};
  const auto& chosen = entry->second.encoding;
  FieldEncoding how{default_encoding(field), entry->second.quality};
  if (chosen == "jpeg") how.encoding = Encoding::jpeg;
  if (chosen == "png") how.encoding = Encoding::png;
  if (chosen == "raw") how.encoding = Encoding::raw;
  return how;
}

bool needs_shape(const Field& field) { return !field.size; }

Expected<EncodedPixels> encode_pixels(const Field& field, const FieldEncoding& how, const Image& image) {
  if (image.dtype() == field.dtype) return encode_as(for_image(how.encoding, image), how.quality, image);
  auto converted = cast_image(image, field.dtype);
  if (!converted) return converted.error();
  auto pixels = encode_as(for_image(how.encoding, *converted), how.quality, *converted);
  // Raw pixels view the converted image, which goes out of scope here.
  if (pixels && pixels->owned.empty()) *pixels = owning({pixels->bytes.begin(), pixels->bytes.end()}, Encoding::raw);
  return pixels;
}

}  // namespace augshard

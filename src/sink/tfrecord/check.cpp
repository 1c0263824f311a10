#include "sink/check.h"

#include <algorithm>

#include "sink/tfrecord/encoding.h"
#include "sink/tfrecord/tfds.h"
#include "sink/tfrecord/tfrecord_sink.h"

namespace augshard {
namespace {

std::string describe(const Field& field) {
  std::string text = std::string(name_of(field.dtype));
  if (field.channels) text += " with " + std::to_string(*field.channels) + " channels";
  return text;
}

// Channels that vary are not at fault here: a record that does not fit becomes a reject.
bool can_hold(Encoding encoding, const Field& field) {
  const int channels = field.channels.value_or(1);
  switch (encoding) {
    case Encoding::jpeg: return field.is_image && field.dtype == DType::uint8 && (channels == 1 || channels == 3);
    case Encoding::png:
      return (field.dtype == DType::uint8 || field.dtype == DType::uint16) &&
             (channels == 1 || channels == 3 || channels == 4);
    case Encoding::raw:
    case Encoding::jpeg_or_png: break;
  }
  return true;
}

std::string mend_encoding(Encoding encoding, const Field& field) {
  if (encoding == Encoding::jpeg && !field.is_image) return R"(masks take "png" or "raw": JPEG would change their ids)";
  if (encoding == Encoding::jpeg) return R"(JPEG holds 8-bit gray and RGB: choose "png" or "raw", or add a cast op)";
  return R"(PNG holds 8 and 16 bits with 1, 3 or 4 channels: choose "raw")";
}

void check_encoding(const OutputSpec& spec, const Field& field, Diagnostics& found) {
  const Encoding encoding = encoding_of(spec, field).encoding;
  if (can_hold(encoding, field)) return;
  found.push_back(output_error(
      spec, "/fields/" + field.name + "/encoding",
      "the encoding \"" + std::string(name_of(encoding)) + "\" cannot hold \"" + field.name + "\": " + describe(field),
      mend_encoding(encoding, field)));
}

bool is_blank(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c == ' ' || c == '\t'; });
}

void check_class_names(const OutputSpec& spec, const Field& field, Diagnostics& found) {
  if (!is_labeled_image(spec, field)) return;
  for (const auto& [id, name] : field.classes) {
    if (!is_blank(name) && name.find('\n') == std::string::npos && name.find('\r') == std::string::npos) continue;
    found.push_back(output_error(spec, "",
                                 "the class " + std::to_string(id) + " of \"" + field.name +
                                     "\" has a name that a label file, a line a class, cannot hold",
                                 "give it a name in one line in targets." + field.name + ".classes"));
  }
}

void check_preset(const OutputSpec& spec, const Dataset& dataset, Diagnostics& found) {
  if (spec.preset == "tfds") return;
  const std::size_t held = spec.preset == "deeplab" ? 2 : 1;
  for (std::size_t i = held; i < dataset.fields.size(); ++i) {
    found.push_back(output_warning(
        spec, "/preset",
        "the preset \"" + spec.preset + "\" has no key for \"" + dataset.fields[i].name + "\"; it is left out",
        held == 2 ? R"(deeplab holds the image and the first mask of source.masks; "tfds" holds every mask)"
                  : R"(detection holds the image; "deeplab" holds one mask, "tfds" every mask)"));
  }
}

}  // namespace

Diagnostics check_tfrecord(const OutputSpec& spec, const Dataset& dataset) {
  Diagnostics found = check_attributes(spec, dataset);
  for (const auto& field : dataset.fields) check_encoding(spec, field, found);
  if (spec.preset == "tfds" && !spec.gzip) {
    for (const auto& field : dataset.fields) check_class_names(spec, field, found);
  }
  check_preset(spec, dataset, found);
  return found;
}

std::uint64_t estimated_tfrecord_bytes(const OutputSpec& spec, const Field& field, Size size) {
  const auto channels = static_cast<std::uint64_t>(field.channels.value_or(3));
  const std::uint64_t values =
      static_cast<std::uint64_t>(size.height) * static_cast<std::uint64_t>(size.width) * channels;
  const std::uint64_t raw = values * size_of(field.dtype);
  switch (encoding_of(spec, field).encoding) {
    case Encoding::jpeg:
    case Encoding::jpeg_or_png: return values / 3;
    case Encoding::png: return field.is_image ? raw / 8 * 5 : raw / 16;
    case Encoding::raw: break;
  }
  return raw;
}

}  // namespace augshard

#include "sink/check.h"

#include <algorithm>

#include "sink/classes.h"
#include "sink/tfrecord/annotations.h"
#include "sink/tfrecord/encoding.h"
#include "sink/tfrecord/tfds.h"
#include "sink/tfrecord/tfrecord_sink.h"

namespace augshard {
namespace {

std::string kind_of(const Field& field) {
  std::string text = std::string(name_of(field.dtype));
  if (field.channels) text += " with " + std::to_string(*field.channels) + " channels";
  return text;
}

// Channels of images that vary are not at fault here: a record that does not fit becomes a reject. Those of masks vary
// because some are stacked, which no PNG holds.
bool can_hold(Encoding encoding, const Field& field) {
  const int channels = field.channels.value_or(field.is_image ? 1 : 2);
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
      "the encoding \"" + std::string(name_of(encoding)) + "\" cannot hold \"" + field.name + "\": " + kind_of(field),
      mend_encoding(encoding, field)));
}

bool is_blank(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c == ' ' || c == '\t'; });
}

void check_class_names(const OutputSpec& spec, const std::string& field,
                       const std::map<std::int64_t, std::string>& classes, Diagnostics& found) {
  for (const auto& [id, name] : classes) {
    if (!is_blank(name) && name.find('\n') == std::string::npos && name.find('\r') == std::string::npos) continue;
    found.push_back(output_error(spec, "",
                                 "the class " + std::to_string(id) + " of \"" + field +
                                     "\" has a name that a label file, a line a class, cannot hold",
                                 "give it a name in one line in targets." + field + ".classes"));
  }
}

/// Label files are for TFDS: one a LabeledImage, one a ClassLabel of boxes.
void check_label_files(const OutputSpec& spec, const Dataset& dataset, Diagnostics& found) {
  if (spec.preset != "tfds" || spec.gzip) return;
  for (const auto& field : dataset.fields) {
    if (is_labeled_image(spec, field)) check_class_names(spec, field.name, field.classes, found);
  }
  for (const auto& field : dataset.boxes) {
    if (has_dense_classes(field.classes)) check_class_names(spec, field.name, field.classes, found);
  }
}

void report_left_out(const OutputSpec& spec, const std::string& field, const std::string& hint, Diagnostics& found) {
  found.push_back(output_warning(
      spec, "/preset", "the preset \"" + spec.preset + "\" has no key for \"" + field + "\"; it is left out", hint));
}

void check_deeplab(const OutputSpec& spec, const Dataset& dataset, Diagnostics& found) {
  for (std::size_t i = 2; i < dataset.fields.size(); ++i) {
    report_left_out(spec, dataset.fields[i].name,
                    R"(deeplab holds the image and the first mask of source.masks; "tfds" holds every mask)", found);
  }
  const std::string hint = R"(deeplab holds pixels; "detection" holds the first boxes, "tfds" all boxes and keypoints)";
  for (const auto& field : dataset.boxes) report_left_out(spec, field.name, hint, found);
  for (const auto& field : dataset.keypoints) report_left_out(spec, field.name, hint, found);
}

void check_detection_boxes(const OutputSpec& spec, const BoxesField& boxes, Diagnostics& found) {
  if (const auto entry = boxes.classes.find(0); entry != boxes.classes.end()) {
    found.push_back(output_warning(spec, "/preset",
                                   "the class 0 of \"" + boxes.name + "\", \"" + entry->second +
                                       "\", would be taken for the background: readers of \"detection\" keep 0 for it",
                                   "number the classes from 1 in targets." + boxes.name + ".classes"));
  }
  const auto chosen = spec.fields.find(boxes.name);
  if (chosen == spec.fields.end() || !chosen->second.box_format) return;
  found.push_back(output_warning(
      spec, "/fields/" + boxes.name + "/format",
      "the format of \"" + boxes.name + "\" has no effect: \"detection\" holds corners as fractions of the image",
      R"(remove it, or choose the preset "tfds")"));
}

void check_detection(const OutputSpec& spec, const Dataset& dataset, Diagnostics& found) {
  const auto mask = mask_of_first_boxes(dataset);
  for (std::size_t i = 1; i < dataset.fields.size(); ++i) {
    if (i == mask) continue;
    report_left_out(spec, dataset.fields[i].name,
                    dataset.boxes.empty()
                        ? R"(detection holds the image; "deeplab" holds one mask, "tfds" every mask)"
                        : R"(detection holds an instance mask of its first boxes; "tfds" holds every mask)",
                    found);
  }
  const std::string hint = R"(detection holds the first boxes of source.boxes; "tfds" holds all boxes and keypoints)";
  for (std::size_t i = 1; i < dataset.boxes.size(); ++i) report_left_out(spec, dataset.boxes[i].name, hint, found);
  for (const auto& field : dataset.keypoints) report_left_out(spec, field.name, hint, found);
  if (!dataset.boxes.empty()) check_detection_boxes(spec, dataset.boxes.front(), found);
}

}  // namespace

Diagnostics check_tfrecord(const OutputSpec& spec, const Dataset& dataset) {
  Diagnostics found = check_attributes(spec, dataset);
  for (const auto& field : dataset.fields) check_encoding(spec, field, found);
  check_label_files(spec, dataset, found);
  if (spec.preset == "deeplab") check_deeplab(spec, dataset, found);
  if (spec.preset == "detection") check_detection(spec, dataset, found);
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

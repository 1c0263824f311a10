#include "sink/verify_example.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/checksum.h"
#include "base/counted.h"
#include "sink/annotations.h"
#include "sink/text.h"
#include "sink/tfrecord/annotations.h"
#include "sink/tfrecord/encoding.h"
#include "sink/verify_pixels.h"

namespace augshard {
namespace {

using Bytes = std::span<const std::byte>;

std::string text_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::string in_quotes(const std::string& key) { return "'" + valid_utf8(key) + "'"; }

/// The features of one Example, which remembers the keys that were asked for.
class Keys {
 public:
  Keys(const Features& features, const Tell& tell) : features_(features), tell_(tell) {}

  /// The list of a key; null, and a problem told, where there is none of that kind.
  template <class List>
  const List* list(const std::string& key) {
    asked_.insert(key);
    const auto found = features_.find(key);
    if (found == features_.end()) {
      tell_("key", "it has no " + in_quotes(key));
      return nullptr;
    }
    const List* list = std::get_if<List>(&found->second);
    if (list == nullptr) {
      tell_("key",
            in_quotes(key) + " is of kind " + kind_of(found->second) + " instead of " + kind_of(Feature(List())));
    }
    return list;
  }

  /// The only value of a key; nothing, and a problem told, where there is not exactly one.
  template <class List>
  std::optional<typename List::value_type> one(const std::string& key) {
    const List* values = list<List>(key);
    if (values == nullptr) return std::nullopt;
    if (values->size() == 1) return values->front();
    tell_("key", in_quotes(key) + " holds " + counted(values->size(), "value", "values") + " instead of 1");
    return std::nullopt;
  }

  void tell_strangers() const {
    for (const auto& [key, feature] : features_) {
      if (!asked_.contains(key)) tell_("key", in_quotes(key) + " belongs to no field");
    }
  }

 private:
  const Features& features_;
  const Tell& tell_;
  std::set<std::string, std::less<>> asked_;
};

class ExampleCheck {
 public:
  ExampleCheck(const Declared& declared, const OutputSpec& spec, const std::string& split, const Features& features,
               const Tell& tell)
      : declared_(declared),
        dataset_(declared.dataset),
        spec_(spec),
        split_(split),
        tell_(tell),
        keys_(features, tell) {}

  FoundExample run() && {
    if (spec_.preset == "tfds") {
      check_tfds();
    } else {
      check_preset();
    }
    check_name("key");
    found_.copy = keys_.one<Int64List>("copy");
    if (found_.copy) check_copy(declared_, split_, *found_.copy, tell_);
    for (const auto& attribute : spec_.attributes) keys_.one<BytesList>(attribute);
    keys_.tell_strangers();
    return std::move(found_);
  }

 private:
  void check_name(const std::string& key) {
    const auto name = keys_.one<BytesList>(key);
    if (!name) return;
    if (name->empty()) tell_("key", in_quotes(key) + " is empty");
    if (!found_.key) found_.key = text_of(*name);
    if (text_of(*name) != *found_.key) tell_("key", in_quotes(key) + " is not the key of the example");
  }

  void tell(const Error& error) { tell_(error.code.c_str(), error.message); }

  [[nodiscard]] Encoding encoding_of_field(const Field& field) const { return encoding_of(spec_, field).encoding; }

  // ---- tfds

  void check_tfds() {
    std::vector<std::pair<const Field*, Image>> masks;
    for (const auto& field : dataset_.fields) {
      auto pixels = tfds_pixels(field);
      if (pixels && take_size(field, *pixels) && !field.is_image) masks.emplace_back(&field, std::move(*pixels));
    }
    for (const auto& field : dataset_.boxes) check_tfds_boxes(field);
    for (const auto& field : dataset_.keypoints) check_tfds_keypoints(field);
    for (const auto& [field, mask] : masks) check_mask_pixels(*field, mask);
  }

  std::optional<Image> tfds_pixels(const Field& field) {
    const Encoding encoding = encoding_of_field(field);
    if (encoding != Encoding::raw || !needs_shape(field)) {
      const auto bytes = keys_.one<BytesList>(field.name);
      return bytes ? decoded(field, encoding, *bytes) : std::nullopt;
    }
    const auto bytes = keys_.one<BytesList>(field.name + "/value");
    const Int64List* extents = keys_.list<Int64List>(field.name + "/shape");
    if (!bytes || extents == nullptr) return std::nullopt;
    if (extents->size() != 3) {
      tell_("shape", in_quotes(field.name + "/shape") + " holds " + counted(extents->size(), "number", "numbers") +
                         " instead of 3");
      return std::nullopt;
    }
    return decoded(field, encoding, *bytes, WrittenShape{(*extents)[0], (*extents)[1], (*extents)[2]});
  }

  std::optional<Image> decoded(const Field& field, Encoding encoding, Bytes bytes,
                               const std::optional<WrittenShape>& shape = std::nullopt) {
    constexpr std::byte kJpeg{0xff};  // the first byte of every JPEG, and of no PNG
    auto image = decode_field(field, encoding, bytes, shape);
    const bool exact = encoding == Encoding::raw || bytes.empty() || bytes.front() != kJpeg;
    if (image && is_of_dataset(field)) found_.pixels[field.name] = {measure(field, *image), exact};
    if (image) return std::move(*image);
    tell(image.error());
    return std::nullopt;
  }

  /// The mask of one box, of the preset detection, is no field of the dataset.
  [[nodiscard]] bool is_of_dataset(const Field& field) const {
    return &field >= dataset_.fields.data() && &field < dataset_.fields.data() + dataset_.fields.size();
  }

  /// The image gives the frame; false where a mask does not have its size.
  bool take_size(const Field& field, const Image& pixels) {
    if (field.is_image) frame_ = pixels.size();
    if (!frame_ || *frame_ == pixels.size()) return true;
    tell_("shape", "'" + field.name + "' is " + shape_text(pixels.size(), pixels.channels(), pixels.dtype()) +
                       ", its image " + std::to_string(frame_->height) + "x" + std::to_string(frame_->width));
    return false;
  }

  void check_mask_pixels(const Field& field, const Image& mask) {
    std::optional<std::size_t> boxes;
    if (const auto found = box_counts_.find(field.boxes.value_or("")); found != box_counts_.end()) {
      boxes = found->second;
    }
    check_mask(declared_, field, {mask.dtype(), mask.bytes()}, boxes, tell_);
  }

  void check_tfds_boxes(const BoxesField& field) {
    const FloatList* floats = keys_.list<FloatList>(field.name + "/bbox");
    const Int64List* labels = keys_.list<Int64List>(field.name + "/label");
    if (floats == nullptr || labels == nullptr) return;
    if (floats->size() != 4 * labels->size()) {
      tell_("box", in_quotes(field.name + "/bbox") + " holds " + counted(floats->size(), "number", "numbers") +
                       ", four for each of " + counted(labels->size(), "label", "labels") + " are " +
                       std::to_string(4 * labels->size()));
      return;
    }
    box_counts_[field.name] = labels->size();
    found_.boxes[field.name] = measure_labels(*labels);
    const std::vector<double> numbers(floats->begin(), floats->end());
    check_boxes(field, box_format_of(spec_, field, kTfdsBoxFormat), numbers, *labels, frame_, tell_);
  }

  void check_tfds_keypoints(const KeypointsField& field) {
    const FloatList* floats = keys_.list<FloatList>(field.name);
    if (floats == nullptr) return;
    const KeypointFormat format = notation_of(spec_, field).format;
    const std::string found = in_quotes(field.name) + " holds " + counted(floats->size(), "number", "numbers");
    const std::size_t point = values_of(format);
    if (field.count) {
      const auto boxes = box_counts_.find(field.boxes.value_or(""));
      if (field.boxes && boxes == box_counts_.end()) return;
      const std::size_t sets = field.boxes ? boxes->second : 1;
      const std::size_t wanted = sets * static_cast<std::size_t>(*field.count) * point;
      if (floats->size() != wanted) return tell_("keypoints", found + " instead of " + std::to_string(wanted));
    } else if (floats->size() % point != 0) {
      return tell_("keypoints", found + ", which is no multiple of " + std::to_string(point));
    }
    const std::vector<double> numbers(floats->begin(), floats->end());
    if (format == KeypointFormat::xyv) found_.keypoints[field.name] = measure_visibilities(numbers);
    check_points(field, format, numbers, tell_);
  }

  // ---- deeplab, detection

  void check_preset() {
    check_name("image/filename");
    const Field& field = dataset_.fields.front();
    const auto shape = written_shape();
    const auto bytes = keys_.one<BytesList>("image/encoded");
    const auto encoding = encoding_named("image/format", encoding_of_field(field));
    auto image = bytes && encoding && shape ? decoded(field, *encoding, *bytes, shape) : std::nullopt;
    if (image) {
      frame_ = image->size();
      if (*shape != WrittenShape{image->height(), image->width(), image->channels()}) {
        tell_("shape", "'image/height', 'image/width' and 'image/channels' are not those of the image, which is " +
                           shape_text(image->size(), image->channels(), image->dtype()));
      }
    }
    if (spec_.preset == "detection") {
      check_detection(bytes);
    } else if (dataset_.fields.size() > 1) {
      check_segmentation(dataset_.fields[1]);
    }
  }

  std::optional<WrittenShape> written_shape() {
    const auto height = keys_.one<Int64List>("image/height");
    const auto width = keys_.one<Int64List>("image/width");
    const auto channels = keys_.one<Int64List>("image/channels");
    if (!height || !width || !channels) return std::nullopt;
    return WrittenShape{*height, *width, *channels};
  }

  /// What a format key names, held against the pipeline's encoding.
  std::optional<Encoding> encoding_named(const std::string& key, Encoding wanted) {
    const auto name = keys_.one<BytesList>(key);
    if (!name) return std::nullopt;
    for (const Encoding encoding : {Encoding::jpeg, Encoding::png, Encoding::raw}) {
      const bool allowed = encoding == wanted || (wanted == Encoding::jpeg_or_png && encoding != Encoding::raw);
      if (allowed && text_of(*name) == name_of(encoding)) return encoding;
    }
    tell_("key",
          in_quotes(key) + " says " + in_quotes(text_of(*name)) + ", and the pipeline " + std::string(name_of(wanted)));
    return std::nullopt;
  }

  void check_segmentation(const Field& field) {
    const auto bytes = keys_.one<BytesList>("image/segmentation/class/encoded");
    const auto encoding = encoding_named("image/segmentation/class/format", encoding_of_field(field));
    if (!bytes || !encoding || !frame_) return;
    const auto mask = decoded(field, *encoding, *bytes, WrittenShape{frame_->height, frame_->width, 1});
    if (mask && take_size(field, *mask)) check_mask_pixels(field, *mask);
  }

  void check_detection(std::optional<Bytes> encoded) {
    check_name("image/source_id");
    const auto stored = keys_.one<BytesList>("image/key/sha256");
    if (stored && encoded) {
      Sha256 hash;
      hash.update(*encoded);
      if (hash.hex() != text_of(*stored)) tell_("key", "'image/key/sha256' is not that of 'image/encoded'");
    }
    if (!dataset_.boxes.empty()) check_detection_boxes(dataset_.boxes.front());
  }

  void check_detection_boxes(const BoxesField& field) {
    const Int64List* labels = keys_.list<Int64List>("image/object/class/label");
    const auto numbers = detection_numbers(labels);
    if (labels != nullptr) found_.boxes[field.name] = measure_labels(*labels);
    if (numbers) check_boxes(field, BoxFormat::rel_xyxy, *numbers, *labels, frame_, tell_);
    const BytesList* names = keys_.list<BytesList>("image/object/class/text");
    if (labels != nullptr && names != nullptr) check_class_names(field, *labels, *names);
    const auto mask = mask_of_first_boxes(dataset_);
    if (!mask) return;
    const BytesList* masks = keys_.list<BytesList>("image/object/mask");
    if (labels == nullptr || masks == nullptr || !has_size("image/object/mask", masks->size(), labels->size())) return;
    for (const Bytes one : *masks) check_box_mask(one);
  }

  bool has_size(const std::string& key, std::size_t size, std::size_t boxes) {
    if (size == boxes) return true;
    tell_("box", in_quotes(key) + " holds " + counted(size, "value", "values") + ", and there are " +
                     counted(boxes, "label", "labels"));
    return false;
  }

  std::optional<std::vector<double>> detection_numbers(const Int64List* labels) {
    std::vector<double> numbers(labels == nullptr ? 0 : 4 * labels->size());
    bool complete = labels != nullptr;
    std::size_t first = 0;
    for (const char* side : {"xmin", "ymin", "xmax", "ymax"}) {
      const std::string key = std::string("image/object/bbox/") + side;
      const FloatList* column = keys_.list<FloatList>(key);
      complete = complete && column != nullptr && has_size(key, column->size(), labels->size());
      for (std::size_t i = 0; complete && i < column->size(); ++i) {
        numbers[4 * i + first] = static_cast<double>((*column)[i]);
      }
      ++first;
    }
    return complete ? std::optional(std::move(numbers)) : std::nullopt;
  }

  void check_class_names(const BoxesField& field, const Int64List& labels, const BytesList& names) {
    if (!has_size("image/object/class/text", names.size(), labels.size())) return;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const auto known = field.classes.find(labels[i]);
      const std::string wanted = known == field.classes.end() ? "" : known->second;
      if (text_of(names[i]) == wanted) continue;
      tell_("label", "box " + std::to_string(i) + " is called " + in_quotes(text_of(names[i])) + ", and its class is " +
                         in_quotes(wanted));
    }
  }

  void check_box_mask(Bytes bytes) {
    Field field{"image/object/mask", false, MaskKind::binary, DType::uint8, frame_, 1};
    const auto mask = decoded(field, Encoding::png, bytes);
    if (!mask) return;
    const auto values = mask->values<std::uint8_t>();
    if (std::all_of(values.begin(), values.end(), [](std::uint8_t value) { return value <= 1; })) return;
    tell_("mask-id", "a mask of 'image/object/mask' holds other values than 0 and 1");
  }

  const Declared& declared_;
  const Dataset& dataset_;
  const OutputSpec& spec_;
  const std::string& split_;
  const Tell& tell_;
  Keys keys_;
  std::optional<Size> frame_;
  std::map<std::string, std::size_t> box_counts_;  ///< by field, where they could be read
  FoundExample found_;
};

}  // namespace

FoundExample check_example(const Declared& declared, const OutputSpec& spec, const std::string& split,
                           const Features& features, const Tell& tell) {
  return ExampleCheck(declared, spec, split, features, tell).run();
}

}  // namespace augshard

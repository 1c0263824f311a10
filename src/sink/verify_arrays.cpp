#include "sink/verify_arrays.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "base/counted.h"
#include "sink/annotations.h"
#include "sink/npy/column.h"
#include "sink/npy/header.h"
#include "sink/npy/npy_sink.h"
#include "sink/shard_check.h"

namespace augshard {
namespace {

using Bytes = std::span<const std::byte>;

/// An array whose type and shape are what they should be.
struct Array {
  NpyHeader header;
  Bytes file;

  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(header.rows()); }
  [[nodiscard]] std::size_t row_bytes() const { return rows() == 0 ? 0 : (file.size() - header.data_offset) / rows(); }
  [[nodiscard]] std::size_t offset_of(std::size_t row) const { return header.data_offset + row * row_bytes(); }
  [[nodiscard]] Bytes between(std::size_t first, std::size_t last) const {
    return file.subspan(offset_of(first), (last - first) * row_bytes());
  }
};

std::string tuple_text(const std::vector<std::int64_t>& row) {
  std::string text = "(rows";
  for (const std::int64_t extent : row) text += ", " + std::to_string(extent);
  return text + ")";
}

std::vector<std::int64_t> row_of(const NpyHeader& header) {
  return {header.shape.begin() + (header.shape.empty() ? 0 : 1), header.shape.end()};
}

/// What is wrong with the type and shape of an array; empty where nothing is.
std::string misfit(const Column& column, const NpyHeader& header) {
  const bool is_text = column.kind == ColumnKind::text;
  const std::string_view descr = column.kind == ColumnKind::offset ? kNpyInt64.descr : column.type.descr;
  const bool right_type = is_text ? header.descr.starts_with("|S") : header.descr == descr;
  if (right_type && !header.fortran_order && !header.shape.empty() && row_of(header) == column.shape) return {};
  const std::string found = header.shape.empty() ? "no rows" : tuple_text(row_of(header));
  return "it holds " + found + " of type " + header.descr + (header.fortran_order ? " in Fortran order" : "") +
         " instead of " + tuple_text(column.shape) + " of type " + (is_text ? "|S" : std::string(descr));
}

std::vector<double> doubles_of(const Array& array, std::size_t first, std::size_t last) {
  const Bytes bytes = array.between(first, last);
  std::vector<double> values(bytes.size() / array.header.item_bytes);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (array.header.item_bytes == sizeof(double)) {
      std::memcpy(&values[i], bytes.data() + i * sizeof(double), sizeof(double));
    } else {
      float value = 0;
      std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
      values[i] = static_cast<double>(value);
    }
  }
  return values;
}

template <class T>
std::vector<T> integers_of(const Array& array, std::size_t first, std::size_t last) {
  const Bytes bytes = array.between(first, last);
  std::vector<T> values(bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

/// A text of fixed width without the zeros that fill it.
std::string unpadded(Bytes text) {
  const std::string_view all(reinterpret_cast<const char*>(text.data()), text.size());
  return std::string(all.substr(0, all.find_last_not_of('\0') + 1));
}

class ArraysCheck {
 public:
  ArraysCheck(const Declared& declared, const OutputSpec& spec, const ShardArrays& arrays, const TellPart& tell)
      : declared_(declared), dataset_(declared.dataset), spec_(spec), shard_(arrays), tell_(tell) {}

  std::vector<FoundExample> run() && {
    if (!find_size()) return {};
    for (const Column& column : npy_columns(spec_, dataset_, shard_.split)) open(column);
    tell_strangers();
    for (const auto& field : dataset_.boxes) check_boxes_of(field);
    for (const auto& field : dataset_.keypoints) check_keypoints_of(field);
    for (const auto& field : dataset_.fields) check_pixels(field);
    check_keys();
    check_copies();
    return std::move(found_);
  }

  /// What row number `row` holds.
  FoundExample& found(std::size_t row) {
    if (found_.size() <= row) found_.resize(row + 1);
    return found_[row];
  }

 private:
  // Where the fields do not tell the size, splits differ in it, and the image's array tells it.
  bool find_size() {
    const Field& image = dataset_.fields.front();
    size_ = image.size ? image.size : size_of_array(image);
    if (!size_) return false;
    for (Field& field : dataset_.fields) field.split_sizes[shard_.split] = *size_;
    return true;
  }

  [[nodiscard]] std::optional<Size> size_of_array(const Field& image) const {
    const auto file = shard_.sound.find(image.name);
    if (file == shard_.sound.end()) return std::nullopt;
    const auto row = row_of(*parse_npy_header(file->second));
    const std::size_t first = column_of(spec_, image).channels_first ? 1 : 0;
    const auto fits = [](std::int64_t extent) { return extent > 0 && extent <= (1 << 30); };
    if (row.size() == 3 && fits(row[first]) && fits(row[first + 1])) {
      return Size{static_cast<int>(row[first]), static_cast<int>(row[first + 1])};
    }
    tell_(image.name, "shape", "it holds " + tuple_text(row) + ", which are no images");
    return std::nullopt;
  }

  void open(const Column& column) {
    known_.insert(column.name);
    if (!shard_.named.contains(column.name)) {
      tell_("", "manifest", "a shard of '" + shard_.split + "' has no array '" + column.name + "'");
      return;
    }
    const auto file = shard_.sound.find(column.name);
    if (file == shard_.sound.end()) return;
    NpyHeader header = *parse_npy_header(file->second);
    const std::string wrong = misfit(column, header);
    if (wrong.empty()) {
      arrays_[column.name] = {std::move(header), file->second};
    } else {
      tell_(column.name, "shape", wrong);
    }
  }

  void tell_strangers() {
    for (const auto& part : shard_.named) {
      if (known_.contains(part)) continue;
      tell_("", "manifest", "a shard of '" + shard_.split + "' has an array '" + part + "', which belongs to no field");
    }
  }

  [[nodiscard]] const Array* array(const std::string& part) const {
    const auto found = arrays_.find(part);
    return found == arrays_.end() ? nullptr : &found->second;
  }

  /// Tells problems of one row of an array: "row 3 at byte 4736: ...".
  [[nodiscard]] Tell teller(const std::string& part, std::size_t row, std::size_t offset) const {
    return [this, &part, row, offset](const char* code, const std::string& message) {
      tell_(part, code, "row " + std::to_string(row) + " at byte " + std::to_string(offset) + ": " + message);
    };
  }

  [[nodiscard]] std::optional<std::size_t> boxes_in(const std::optional<std::string>& field, std::size_t row) const {
    const auto offsets = offsets_.find(field.value_or(""));
    if (offsets == offsets_.end() || row + 1 >= offsets->second.size()) return std::nullopt;
    return static_cast<std::size_t>(offsets->second[row + 1] - offsets->second[row]);
  }

  void check_pixels(const Field& field) {
    const Array* pixels = array(field.name);
    if (pixels == nullptr) return;
    const PixelColumn column = column_of(spec_, field);
    for (std::size_t row = 0; row < pixels->rows(); ++row) {
      const auto image = decode_row(column, field, *size_, pixels->between(row, row + 1));
      if (image) found(row).pixels[field.name] = {measure(field, *image), true};
      if (field.is_image) continue;
      const MaskPixels values{column.dtype, pixels->between(row, row + 1)};
      const Tell tell = teller(field.name, row, pixels->offset_of(row));
      if (column.one_hot) {
        check_one_hot(declared_, field, *column.one_hot, column.channels_first, values, tell);
      } else {
        check_mask(declared_, field, values, boxes_in(field.boxes, row), tell);
      }
    }
  }

  void check_boxes_of(const BoxesField& field) {
    const std::string part = field.name + ".bbox";
    const Array* numbers = array(part);
    const Array* labels = array(field.name + ".label");
    const Array* ends = array(field.name + ".offsets");
    if (numbers == nullptr || labels == nullptr || ends == nullptr) return;
    const auto offsets = integers_of<std::int64_t>(*ends, 0, ends->rows());
    const BoxFormat format = box_format_of(spec_, field, BoxFormat::xyxy);
    for (std::size_t row = 0; row + 1 < offsets.size(); ++row) {
      const auto first = static_cast<std::size_t>(offsets[row]);
      const auto last = static_cast<std::size_t>(offsets[row + 1]);
      const auto of_row = integers_of<std::int64_t>(*labels, first, last);
      check_boxes(field, format, doubles_of(*numbers, first, last), of_row, size_,
                  teller(part, row, numbers->offset_of(first)));
      found(row).boxes[field.name] = measure_labels(of_row);
    }
    offsets_[field.name] = offsets;
  }

  void check_keypoints_of(const KeypointsField& field) {
    const KeypointFormat format = notation_of(spec_, field).format;
    const std::string part = field.name + (values_of(format) == 3 ? ".xyv" : ".xy");
    const Array* numbers = array(part);
    if (numbers == nullptr) return;
    if (!field.boxes && field.count) {
      for (std::size_t row = 0; row < numbers->rows(); ++row) {
        check_points_of(field, format, doubles_of(*numbers, row, row + 1), row,
                        teller(part, row, numbers->offset_of(row)));
      }
      return;
    }
    const std::string ends_part = field.name + ".offsets";
    const Array* ends = array(ends_part);
    if (ends == nullptr) return;
    const auto offsets = integers_of<std::int64_t>(*ends, 0, ends->rows());
    for (std::size_t row = 0; row + 1 < offsets.size(); ++row) {
      const auto first = static_cast<std::size_t>(offsets[row]);
      const auto last = static_cast<std::size_t>(offsets[row + 1]);
      check_points_of(field, format, doubles_of(*numbers, first, last), row,
                      teller(part, row, numbers->offset_of(first)));
      const auto boxes = boxes_in(field.boxes, row);
      if (!boxes || *boxes == last - first) continue;
      teller(ends_part, row, ends->offset_of(row))(
          "keypoints", "'" + field.name + "' has " + counted(last - first, "set", "sets") +
                           " of points, and the example " + counted(*boxes, "box", "boxes") + " '" + *field.boxes +
                           "'");
    }
  }

  void check_points_of(const KeypointsField& field, KeypointFormat format, const std::vector<double>& numbers,
                       std::size_t row, const Tell& tell) {
    check_points(field, format, numbers, tell);
    if (format == KeypointFormat::xyv) found(row).keypoints[field.name] = measure_visibilities(numbers);
  }

  void check_keys() {
    const std::string part = "key";
    const Array* keys = array(part);
    for (std::size_t row = 0; keys != nullptr && row < keys->rows(); ++row) {
      const Bytes key = keys->between(row, row + 1);
      found(row).key = unpadded(key);
      if (!key.empty() && key.front() != std::byte{0}) continue;
      teller(part, row, keys->offset_of(row))("key", "the key is empty");
    }
  }

  void check_copies() {
    const std::string part = "copy";
    const Array* copies = array(part);
    for (std::size_t row = 0; copies != nullptr && row < copies->rows(); ++row) {
      found(row).copy = integers_of<std::int32_t>(*copies, row, row + 1).front();
      check_copy(declared_, shard_.split, *found(row).copy, teller(part, row, copies->offset_of(row)));
    }
  }

  const Declared& declared_;
  Dataset dataset_;  ///< with the size of this split
  const OutputSpec& spec_;
  const ShardArrays& shard_;
  const TellPart& tell_;
  std::optional<Size> size_;
  std::set<std::string> known_;
  std::map<std::string, Array> arrays_;
  std::map<std::string, std::vector<std::int64_t>> offsets_;  ///< of boxes fields
  std::vector<FoundExample> found_;
};

}  // namespace

std::vector<FoundExample> check_arrays(const Declared& declared, const OutputSpec& spec, const ShardArrays& arrays,
                                       const TellPart& tell) {
  return ArraysCheck(declared, spec, arrays, tell).run();
}

}  // namespace augshard

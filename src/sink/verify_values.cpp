#include "sink/verify_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/counted.h"
#include "sink/values.h"

namespace augshard {
namespace {

std::string number_text(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

template <class T>
T value_at(std::span<const std::byte> bytes, std::size_t i) {
  T value{};
  std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
  return value;
}

/// The first value that is not `good`. Masks hold runs of one value, which is asked about once.
template <class T, class Convert, class Good>
std::optional<double> first_bad(std::span<const std::byte> bytes, const Convert& convert, const Good& good) {
  T last{};
  for (std::size_t i = 0; i < bytes.size() / sizeof(T); ++i) {
    const T value = value_at<T>(bytes, i);
    if (i > 0 && value == last) continue;
    if (!good(convert(value))) return convert(value);
    last = value;
  }
  return std::nullopt;
}

template <class Good>
std::optional<double> first_bad(const MaskPixels& pixels, const Good& good) {
  const auto as_double = [](auto value) { return static_cast<double>(value); };
  if (pixels.dtype == DType::float16) return first_bad<std::uint16_t>(pixels.bytes, value_of_half, good);
  return visit_dtype(pixels.dtype, [&](auto zero) { return first_bad<decltype(zero)>(pixels.bytes, as_double, good); });
}

double value_of(const MaskPixels& pixels, std::size_t i) {
  if (pixels.dtype == DType::float16) return value_of_half(value_at<std::uint16_t>(pixels.bytes, i));
  return visit_dtype(pixels.dtype,
                     [&](auto zero) { return static_cast<double>(value_at<decltype(zero)>(pixels.bytes, i)); });
}

/// Values are compared as doubles, which hold every id exactly; what is no whole number is no id.
bool is_among(const std::vector<std::int64_t>& ids, double value) {
  const auto at = std::lower_bound(ids.begin(), ids.end(), value,
                                   [](std::int64_t id, double wanted) { return static_cast<double>(id) < wanted; });
  return at != ids.end() && static_cast<double>(*at) == value;
}

std::string named(const Field& field) { return "mask '" + field.name + "'"; }

/// Ids of an instance mask stand for boxes; the ignore id and what fills stand for none.
void check_instances(const Declared& declared, const Field& field, const MaskPixels& pixels, std::size_t boxes,
                     const Tell& tell) {
  const auto target = std::find_if(declared.spec.masks.begin(), declared.spec.masks.end(),
                                   [&](const MaskTarget& mask) { return mask.name == field.name; });
  const double fill = target == declared.spec.masks.end() ? 0 : target->fill;
  const auto bad = first_bad(pixels, [&](double value) {
    if (field.ignore && value == static_cast<double>(*field.ignore)) return true;
    return value == fill || (value >= 0 && value <= static_cast<double>(boxes) && value == std::floor(value));
  });
  if (!bad) return;
  tell("mask-id", named(field) + " holds id " + number_text(*bad) + ", and the example has " +
                      counted(boxes, "box", "boxes") + " '" + *field.boxes + "'");
}

std::string box_text(const BoxesField& field, std::size_t i, std::span<const double> numbers, BoxFormat format) {
  std::string text = "box " + std::to_string(i) + " of '" + field.name + "' (" + std::string(name_of(format));
  for (std::size_t n = 0; n < 4; ++n) text += (n == 0 ? " " : ", ") + number_text(numbers[4 * i + n]);
  return text + ")";
}

/// Corners are written as they are; a far edge that is a sum carries the rounding of float32.
double tolerance_of(BoxFormat format, Size frame) {
  constexpr double kRounding = 1e-6;
  switch (format) {
    case BoxFormat::xyxy:
    case BoxFormat::yxyx: return 0;
    default: return kRounding * std::max(frame.height, frame.width);
  }
}

void check_box(const BoxesField& field, BoxFormat format, std::span<const double> numbers, std::size_t i, Size frame,
               const Tell& tell) {
  const Box box = box_of({numbers[4 * i], numbers[4 * i + 1], numbers[4 * i + 2], numbers[4 * i + 3]}, format, frame);
  const double tolerance = tolerance_of(format, frame);
  // Asked so that a NaN is outside.
  const bool inside = box.x0 >= -tolerance && box.y0 >= -tolerance && box.x1 <= frame.width + tolerance &&
                      box.y1 <= frame.height + tolerance;
  if (!inside) {
    tell("box", box_text(field, i, numbers, format) + " is not within its image of " + std::to_string(frame.height) +
                    "x" + std::to_string(frame.width));
  } else if (box.x1 < box.x0 - tolerance || box.y1 < box.y0 - tolerance) {
    tell("box", box_text(field, i, numbers, format) + " ends before it begins");
  }
}

}  // namespace

std::string shape_text(std::optional<Size> size, std::optional<int> channels, DType dtype) {
  const std::string frame = size ? std::to_string(size->height) + "x" + std::to_string(size->width) : "?x?";
  return frame + "x" + (channels ? std::to_string(*channels) : "?") + " " + std::string(name_of(dtype));
}

void check_mask(const Declared& declared, const Field& field, const MaskPixels& pixels,
                std::optional<std::size_t> boxes, const Tell& tell) {
  if (field.boxes && boxes) check_instances(declared, field, pixels, *boxes, tell);
  const auto ids = declared.ids.find(field.name);
  if (ids == declared.ids.end()) return;
  const auto bad = first_bad(pixels, [&](double value) { return is_among(ids->second, value); });
  if (!bad) return;
  const bool is_binary = field.mask_kind == MaskKind::binary;
  tell("mask-id", named(field) + " holds id " + number_text(*bad) +
                      (is_binary ? ", and a binary mask holds 0 and 1" : ", which is no class"));
}

void check_one_hot(const Declared& declared, const Field& field, int classes, bool channels_first,
                   const MaskPixels& pixels, const Tell& tell) {
  const auto count = static_cast<std::size_t>(classes);
  const std::size_t area = pixels.bytes.size() / size_of(pixels.dtype) / count;
  const auto ids = declared.ids.find(field.name);
  for (std::size_t i = 0; i < area; ++i) {
    int ones = 0;
    for (std::size_t id = 0; id < count; ++id) {
      const double value = value_of(pixels, channels_first ? id * area + i : i * count + id);
      if (value == 0) continue;
      ++ones;
      if (value != 1) return tell("mask-id", named(field) + " holds " + number_text(value) + ", and one_hot 0 and 1");
      if (ids == declared.ids.end() || is_among(ids->second, static_cast<double>(id))) continue;
      return tell("mask-id", named(field) + " holds id " + std::to_string(id) + ", which is no class");
    }
    if (ones > 1) return tell("mask-id", named(field) + " holds a pixel of several classes");
    if (ones == 0 && !field.ignore) return tell("mask-id", named(field) + " holds a pixel of no class");
  }
}

void check_boxes(const BoxesField& field, BoxFormat format, std::span<const double> numbers,
                 std::span<const std::int64_t> labels, std::optional<Size> frame, const Tell& tell) {
  for (std::size_t i = 0; frame && i < numbers.size() / 4; ++i) check_box(field, format, numbers, i, *frame, tell);
  if (field.classes.empty()) return;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (field.classes.contains(labels[i])) continue;
    tell("label", "box " + std::to_string(i) + " of '" + field.name + "' has the label " + std::to_string(labels[i]) +
                      ", which is no class");
  }
}

void check_points(const KeypointsField& field, KeypointFormat format, std::span<const double> numbers,
                  const Tell& tell) {
  const std::size_t values = values_of(format);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const double number = numbers[i];
    const bool is_visibility = i % values == 2;
    if (is_visibility ? number == 0 || number == 1 || number == 2 : std::isfinite(number)) continue;
    return tell("keypoints", "point " + std::to_string(i / values) + " of '" + field.name + "' has the " +
                                 (is_visibility ? "visibility " : "coordinate ") + number_text(number));
  }
}

void check_copy(const Declared& declared, const std::string& split, std::int64_t copy, const Tell& tell) {
  const auto copies = declared.copies.find(split);
  if (copies == declared.copies.end() || copies->second.empty()) return;
  const auto& made = copies->second;
  if (std::any_of(made.begin(), made.end(), [&](int known) { return known == copy; })) return;
  tell("copy", "it is copy " + std::to_string(copy) + ", and '" + split + "' has copies " +
                   std::to_string(made.front()) + " to " + std::to_string(made.back()));
}

}  // namespace augshard

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <unordered_map>
#include <utility>

#include "codec/codec.h"
#include "codec/stored.h"

namespace augshard {
namespace {

constexpr std::size_t kColorsShown = 12;
constexpr std::size_t kColorsCounted = 4096;

Error encoding_error(std::string message, std::string hint) {
  return {"mask-encoding", std::move(message), std::move(hint)};
}

std::uint32_t color_at(const std::uint8_t* pixel) {
  return static_cast<std::uint32_t>(pixel[0]) << 16U | static_cast<std::uint32_t>(pixel[1]) << 8U | pixel[2];
}

std::string hex_of(std::uint32_t color) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%06X", color & 0xFFFFFFU);
  return text.data();
}

/// Distinct colours with their counts, for messages. A photograph has far too many to keep them all.
class ColorCounts {
 public:
  void add(std::uint32_t color) {
    const auto found = counts_.find(color);
    if (found != counts_.end()) {
      ++found->second;
    } else if (counts_.size() < kColorsCounted) {
      counts_.emplace(color, 1);
    } else {
      more_ = true;
    }
  }
  [[nodiscard]] bool empty() const { return counts_.empty(); }

  /// "3 colours: #000000 (812 pixels), ...", the most frequent first.
  [[nodiscard]] std::string text() const {
    std::vector<std::pair<std::uint32_t, std::uint64_t>> order(counts_.begin(), counts_.end());
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    std::string text =
        (more_ ? "more than " : "") + std::to_string(order.size()) + (order.size() == 1 ? " colour: " : " colours: ");
    for (std::size_t i = 0; i < std::min(order.size(), kColorsShown); ++i) {
      if (i > 0) text += ", ";
      text += hex_of(order[i].first) + " (" + std::to_string(order[i].second) +
              (order[i].second == 1 ? " pixel)" : " pixels)");
    }
    return order.size() > kColorsShown ? text + ", ..." : text;
  }

 private:
  std::unordered_map<std::uint32_t, std::uint64_t> counts_;
  bool more_ = false;
};

/// Colours without alpha: one uint8 RGB triple a pixel is at values()[i * step()].
Error colors_instead_of_ids(const Image& image) {
  const std::string kind = image.channels() == 2   ? "gray with alpha"
                           : image.channels() == 3 ? "RGB"
                           : image.channels() == 4 ? "RGBA"
                                                   : std::to_string(image.channels()) + " channels";
  std::string message = "the mask holds " + kind + " where ids were expected";
  if (image.dtype() == DType::uint8 && (image.channels() == 3 || image.channels() == 4)) {
    ColorCounts counts;
    const std::span<const std::uint8_t> values = image.values<std::uint8_t>();
    for (std::size_t i = 0; i < values.size(); i += static_cast<std::size_t>(image.channels()))
      counts.add(color_at(&values[i]));
    message += "; it has " + counts.text();
  }
  return encoding_error(std::move(message),
                        "set \"encoding\": \"colors\" with \"colors\": {\"#RRGGBB\": id, ...} for this mask, or "
                        "\"rgb24_id\", or save it as gray or palette PNG");
}

/// An image with 8-bit colours to look up, or why it has none.
Expected<Image> color_image(StoredPixels stored, const Header& header) {
  Expected<Image> image = to_image(std::move(stored), header.format);
  if (!image) return image;
  if (image->dtype() != DType::uint8 || image->channels() > 4) {
    return encoding_error("the mask has " + std::to_string(image->channels()) + " channels of " +
                              std::string(name_of(image->dtype())) + " where 8-bit colours were expected",
                          "set \"encoding\": \"auto\" where the mask holds ids, or save it with 8 bits a channel");
  }
  return image;
}

Expected<Image> ids_as_stored(StoredPixels stored, const Header& header, const MaskTarget& target) {
  Image& values = stored.values;
  if (values.channels() == 1) {
    const bool ids = target.kind == MaskKind::label || target.kind == MaskKind::instance;
    if (ids && values.dtype() == DType::float32) {
      return encoding_error("the mask holds float32 values where ids were expected",
                            "set \"kind\": \"heatmap\", or save the mask with whole numbers");
    }
    return std::move(values);
  }
  Expected<Image> image = to_image(std::move(stored), header.format);
  if (!image) return image;
  if (target.kind != MaskKind::binary || image->channels() > 4) return colors_instead_of_ids(*image);
  return image;
}

DType type_for_ids(const std::map<std::uint32_t, std::int64_t>& colors) {
  DType type = DType::uint8;
  for (const auto& [color, id] : colors) {
    if (id < 0 || id > 0xFFFF) return DType::int32;
    if (id > 0xFF) type = DType::uint16;
  }
  return type;
}

template <class T>
Expected<Image> look_up(const Image& image, const MaskTarget& target) {
  const std::vector<std::pair<std::uint32_t, std::int64_t>> known(target.colors.begin(), target.colors.end());
  const auto step = static_cast<std::size_t>(image.channels());
  const std::uint8_t* in = image.values<std::uint8_t>().data();
  Image ids(image.size(), 1, type_for_ids(target.colors));
  ColorCounts unknown;
  // Neighbours mostly share a colour: the search runs at borders only.
  std::uint32_t last = std::numeric_limits<std::uint32_t>::max();
  bool last_known = false;
  T id{};
  for (T& out : ids.values<T>()) {
    const std::uint32_t color = step < 3 ? in[0] * 0x010101U : color_at(in);
    if (color != last) {
      const auto found = std::lower_bound(known.begin(), known.end(), color,
                                          [](const auto& entry, std::uint32_t value) { return entry.first < value; });
      last = color;
      last_known = found != known.end() && found->first == color;
      id = last_known ? static_cast<T>(found->second) : T{};
    }
    if (!last_known) unknown.add(color);
    out = id;
    in += step;
  }
  if (unknown.empty()) return ids;
  return encoding_error("the mask has colours without an id; it has " + unknown.text(),
                        "add them to \"colors\" of mask target \"" + target.name + "\"");
}

Expected<Image> ids_of_colors(StoredPixels stored, const Header& header, const MaskTarget& target) {
  Expected<Image> image = color_image(std::move(stored), header);
  if (!image) return image;
  switch (type_for_ids(target.colors)) {
    case DType::uint8: return look_up<std::uint8_t>(*image, target);
    case DType::uint16: return look_up<std::uint16_t>(*image, target);
    default: return look_up<std::int32_t>(*image, target);
  }
}

Expected<Image> ids_of_rgb24(StoredPixels stored, const Header& header) {
  Expected<Image> image = color_image(std::move(stored), header);
  if (!image) return image;
  if (image->channels() < 3) {
    return encoding_error("the mask is gray where \"rgb24_id\" expects RGB",
                          "set \"encoding\": \"auto\" for this mask");
  }
  Image ids(image->size(), 1, DType::int32);
  const std::uint8_t* in = image->values<std::uint8_t>().data();
  for (std::int32_t& id : ids.values<std::int32_t>()) {
    id = in[0] | in[1] << 8 | in[2] << 16;
    in += image->channels();
  }
  return ids;
}

/// 1 where the value satisfies `test`, else 0.
template <class Test>
Image binary_by(const Image& image, Test test) {
  Image binary(image.size(), 1, DType::uint8);
  visit_dtype(image.dtype(), [&](auto type) {
    using T = decltype(type);
    const std::span<const T> in = image.values<T>();
    std::transform(in.begin(), in.end(), binary.values<std::uint8_t>().begin(),
                   [&](T value) { return static_cast<std::uint8_t>(test(value) ? 1 : 0); });
  });
  return binary;
}

/// What the file shows as gray, so that a 1-bit file and a palette compare like the picture they stand for.
Expected<Image> above_threshold(StoredPixels stored, const Header& header, double threshold) {
  Expected<Image> image = to_image(std::move(stored), header.format);
  if (!image) return image;
  if (image->channels() > 4) return colors_instead_of_ids(*image);
  ImageTarget gray;
  gray.alpha = AlphaPolicy::drop;
  gray.color = ColorPolicy::gray;
  const bool has_alpha = image->channels() == 2 || image->channels() == 4;
  const Image values = apply_color_policy(*std::move(image), has_alpha, gray);
  return binary_by(values, [threshold](auto value) { return static_cast<double>(value) >= threshold; });
}

/// 1 where any colour channel is not 0; alpha does not count.
template <class T>
Image any_color(const Image& image) {
  const auto step = static_cast<std::size_t>(image.channels());
  const std::size_t colors = step < 3 ? 1 : 3;
  Image binary(image.size(), 1, DType::uint8);
  const T* in = image.values<T>().data();
  for (std::uint8_t& out : binary.values<std::uint8_t>()) {
    out = std::any_of(in, in + colors, [](T value) { return value != T{}; }) ? 1 : 0;
    in += step;
  }
  return binary;
}

Expected<Image> decode_by_encoding(StoredPixels stored, const Header& header, const MaskTarget& target) {
  switch (target.encoding) {
    case MaskEncoding::automatic: return ids_as_stored(std::move(stored), header, target);
    case MaskEncoding::colors: return ids_of_colors(std::move(stored), header, target);
    case MaskEncoding::rgb24_id: return ids_of_rgb24(std::move(stored), header);
    case MaskEncoding::threshold: break;
  }
  return above_threshold(std::move(stored), header, target.threshold);
}

}  // namespace

Expected<Image> decode_mask(std::span<const std::byte> file, const Header& header, const MaskTarget& target) {
  if (header.lossy && !target.allow_lossy) {
    return Error{
        "mask-lossy",
        "the mask is a lossy " + std::string(name_of(header.format)) + " file: its ids are not those that were drawn",
        "export the masks as PNG from their origin, or set \"allow_lossy\": true for mask target \"" + target.name +
            "\""};
  }
  Expected<StoredPixels> stored = decode_stored(file, header);
  if (!stored) return stored.error();
  Expected<Image> ids = decode_by_encoding(*std::move(stored), header, target);
  if (!ids || target.kind != MaskKind::binary) return ids;
  return visit_dtype(ids->dtype(), [&](auto type) { return any_color<decltype(type)>(*ids); });
}

DType mask_dtype(const Header& header, const MaskTarget& target) {
  if (target.kind == MaskKind::binary) return DType::uint8;
  switch (target.encoding) {
    case MaskEncoding::colors: return type_for_ids(target.colors);
    case MaskEncoding::rgb24_id: return DType::int32;
    case MaskEncoding::threshold: return DType::uint8;
    case MaskEncoding::automatic: break;
  }
  if (header.palette) return header.bits > 8 ? DType::uint16 : DType::uint8;
  return header.dtype;
}

}  // namespace augshard

#include "sink/describe_shard.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "codec/codec.h"
#include "sink/npy/header.h"
#include "sink/shard_check.h"
#include "sink/text.h"
#include "sink/tfrecord/example.h"
#include "sink/tfrecord/record.h"
#include "sink/values.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;
using Bytes = std::span<const std::byte>;

constexpr std::size_t kShown = 8;       // values of a list
constexpr std::size_t kHead = 16;       // bytes of what is neither text nor an image
constexpr std::size_t kLongText = 120;  // characters

std::string_view text_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::string hex_of(Bytes bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::byte b : bytes) {
    text += kDigits[std::to_integer<std::size_t>(b) >> 4U];
    text += kDigits[std::to_integer<std::size_t>(b) & 15U];
  }
  return text;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

Json describe_value(Bytes bytes) {
  Json value{{"bytes", bytes.size()}};
  if (const auto header = read_header(bytes)) {
    value["image"] = {{"format", lower(name_of(header->format))},
                      {"dtype", name_of(header->dtype)},
                      {"shape", {header->size.height, header->size.width, header->channels}}};
  } else if (bytes.size() <= kLongText && is_text(text_of(bytes))) {
    value["text"] = text_of(bytes);
  } else {
    value["head"] = hex_of(bytes.first(std::min(kHead, bytes.size())));
  }
  return value;
}

// JSON has no words for these.
Json not_finite(double value) { return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf"; }

Json number(double value) { return std::isfinite(value) ? Json(value) : not_finite(value); }

/// A float by its own shortest decimal, not by that of the double it widens to.
Json number(float value) {
  if (!std::isfinite(value)) return not_finite(static_cast<double>(value));
  std::array<char, 32> text{};
  const char* end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  double shown = 0;
  std::from_chars(text.data(), end, shown);
  return shown;
}

struct Values {
  Json operator()(std::monostate) const { return Json::array(); }
  Json operator()(const BytesList& list) const { return shown(list, describe_value); }
  Json operator()(const FloatList& list) const {
    return shown(list, [](float value) { return number(value); });
  }
  Json operator()(const Int64List& list) const {
    return shown(list, [](std::int64_t value) { return Json(value); });
  }

  template <class List, class Show>
  static Json shown(const List& list, const Show& show) {
    Json values = Json::array();
    for (std::size_t i = 0; i < std::min(kShown, list.size()); ++i) values.push_back(show(list[i]));
    return values;
  }
};

struct Length {
  std::size_t operator()(std::monostate) const { return 0; }
  template <class List>
  std::size_t operator()(const List& list) const {
    return list.size();
  }
};

Json describe_features(const Features& features) {
  Json list = Json::array();
  for (const auto& [key, feature] : features) {
    list.push_back({{"key", valid_utf8(key)},
                    {"kind", kind_of(feature)},
                    {"length", std::visit(Length{}, feature)},
                    {"values", std::visit(Values{}, feature)}});
  }
  return list;
}

/// "|u1" as "uint8"; a type without such a name as it stands.
std::string dtype_name(const std::string& descr) {
  const std::string bits = std::to_string(8 * std::atoi(descr.c_str() + 2));
  switch (descr[1]) {
    case 'u': return "uint" + bits;
    case 'i': return "int" + bits;
    case 'f': return "float" + bits;
    case 'b': return "bool";
    default: return descr.substr(1);
  }
}

Json describe_item(const NpyHeader& header, Bytes item) {
  const char kind = header.descr[1];
  if (kind == 'S') {
    const std::string_view text = text_of(item);
    const std::size_t length = std::min(text.size(), text.find_last_not_of('\0') + 1);
    return is_text(text.substr(0, length)) ? Json(text.substr(0, length)) : Json(hex_of(item.first(length)));
  }
  if (item.size() > 8 || std::string_view("uifb").find(kind) == std::string_view::npos) return hex_of(item);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < item.size(); ++i) {
    const std::size_t at = header.descr[0] == '>' ? i : item.size() - 1 - i;
    bits = bits << 8U | std::to_integer<std::uint64_t>(item[at]);
  }
  if (kind == 'i') {
    const auto unused = static_cast<unsigned>(64 - 8 * item.size());
    return static_cast<std::int64_t>(bits << unused) >> unused;
  }
  if (kind != 'f') return bits;
  if (item.size() == 2) return number(value_of_half(static_cast<std::uint16_t>(bits)));
  if (item.size() == 4) return number(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  return item.size() == 8 ? number(std::bit_cast<double>(bits)) : Json(hex_of(item));
}

}  // namespace

Expected<Json> describe_tfrecord(Bytes file) {
  const auto walk = walk_records(file);
  if (!walk) return walk.error();
  Json features = Json::array();
  if (walk->records > 0) {
    const auto source = open_source(file);
    const auto first = RecordReader(*source).next();
    if (!first) return first.error();
    features = describe_features(*parse_example(**first));
  }
  return Json{{"type", "tfrecord"},
              {"compression", is_gzip(file) ? "gzip" : "none"},
              {"bytes", file.size()},
              {"records", walk->records},
              {"record", std::move(features)}};
}

Expected<Json> describe_npy(Bytes file) {
  const auto header = parse_npy_header(file);
  if (!header) return header.error();
  if (const auto rows = count_rows(file); !rows) return rows.error();
  Json values = Json::array();
  const std::size_t item = header->item_bytes;
  for (std::size_t i = 0; item > 0 && i < kShown && header->data_offset + (i + 1) * item <= file.size(); ++i) {
    values.push_back(describe_item(*header, file.subspan(header->data_offset + i * item, item)));
  }
  return Json{{"type", "npy"},
              {"dtype", dtype_name(header->descr)},
              {"descr", header->descr},
              {"fortran_order", header->fortran_order},
              {"shape", header->shape},
              {"bytes", file.size()},
              {"values", std::move(values)}};
}

}  // namespace augshard

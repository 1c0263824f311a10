#include "op/values.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/nearest_name.h"

namespace augshard {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestShown = 60;

std::string cut(std::string text) {
  if (text.size() <= kLongestShown) return text;
  std::size_t end = kLongestShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

std::string dump(const json& value) { return cut(value.dump(-1, ' ', false, json::error_handler_t::replace)); }

bool is_whole(const json& value) {
  if (!value.is_number()) return false;
  const double number = value.get<double>();
  return std::abs(number) <= kLargestWhole && std::floor(number) == number;
}

void report_type(Diagnostics& diagnostics, const std::string& pointer, const std::string& expected, const json& value) {
  report(diagnostics, "type", pointer, "expected " + expected + ", got " + shown(value));
}

bool check_range(const json& value, const std::string& pointer, Range range, Diagnostics& diagnostics) {
  const double number = value.get<double>();
  if (number >= range.low && number <= range.high) return true;
  if (range.low == range.high) {
    report(diagnostics, "range", pointer, dump(value) + " is not " + number_json(range.low).dump());
    return false;
  }
  const bool closed = std::isfinite(range.low) && std::isfinite(range.high);
  const std::string where = closed               ? " is outside " + text_of(range)
                            : number < range.low ? " is below " + number_json(range.low).dump()
                                                 : " is above " + number_json(range.high).dump();
  report(diagnostics, "range", pointer, dump(value) + where);
  return false;
}

}  // namespace

void report(Diagnostics& diagnostics, std::string code, std::string pointer, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.pointer = std::move(pointer);
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  diagnostics.push_back(std::move(diagnostic));
}

void add_hint(Diagnostics& diagnostics, std::size_t first, const std::string& hint) {
  for (std::size_t i = first; i < diagnostics.size(); ++i) {
    if (diagnostics[i].hint.empty()) diagnostics[i].hint = hint;
  }
}

std::string member(const std::string& pointer, std::string_view key) {
  std::string result = pointer + "/";
  for (const char c : key) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

std::string member(const std::string& pointer, std::size_t index) { return pointer + "/" + std::to_string(index); }

std::string shown(const json& value) {
  if (value.is_null()) return "null";
  if (value.is_array()) return value.empty() ? "an empty array" : "array " + dump(value);
  if (value.is_object()) return "an object";
  return std::string(value.type_name()) + " " + dump(value);
}

std::string in_quotes(std::string_view name) {
  std::string text = cut(std::string(name.substr(0, 2 * kLongestShown)));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, '?');
  return "'" + text + "'";
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) {
  if (name.size() > kLongestShown) return "";
  const auto nearest = nearest_name(name, candidates);
  return nearest ? "did you mean '" + *nearest + "'?" : "";
}

std::string joined(std::span<const std::string> names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

json number_json(double value) {
  if (std::floor(value) == value && std::abs(value) <= kLargestWhole) return static_cast<std::int64_t>(value);
  return value;
}

std::string text_of(Range range) {
  const bool low = std::isfinite(range.low);
  const bool high = std::isfinite(range.high);
  if (low && high) return "[" + number_json(range.low).dump() + ", " + number_json(range.high).dump() + "]";
  if (low) return number_json(range.low).dump() + " and more";
  if (high) return "at most " + number_json(range.high).dump();
  return "";
}

std::optional<bool> read_bool(const json& value, const std::string& pointer, Diagnostics& diagnostics) {
  if (value.is_boolean()) return value.get<bool>();
  report_type(diagnostics, pointer, "true or false", value);
  return std::nullopt;
}

std::optional<double> read_number(const json& value, const std::string& pointer, Range range,
                                  Diagnostics& diagnostics) {
  if (!value.is_number()) {
    report_type(diagnostics, pointer, "number", value);
    return std::nullopt;
  }
  if (!check_range(value, pointer, range, diagnostics)) return std::nullopt;
  return value.get<double>();
}

std::optional<std::int64_t> read_integer(const json& value, const std::string& pointer, Range range,
                                         Diagnostics& diagnostics) {
  const bool in_range =
      !value.is_number() || (check_range(value, pointer, range, diagnostics) &&
                             check_range(value, pointer, {-kLargestWhole, kLargestWhole}, diagnostics));
  if (!in_range) return std::nullopt;
  if (!is_whole(value)) {
    report_type(diagnostics, pointer, "integer", value);
    return std::nullopt;
  }
  return static_cast<std::int64_t>(value.get<double>());
}

std::optional<std::string> read_string(const json& value, const std::string& pointer,
                                       std::span<const std::string> choices, Diagnostics& diagnostics) {
  if (!value.is_string()) {
    report_type(diagnostics, pointer, choices.empty() ? "string" : "one of " + joined(choices), value);
    return std::nullopt;
  }
  const auto text = value.get<std::string>();
  if (text.find('\0') != std::string::npos) {
    report(diagnostics, "text", pointer, "the text holds a NUL character", "paths would end there");
    return std::nullopt;
  }
  if (choices.empty() || std::find(choices.begin(), choices.end(), text) != choices.end()) return text;
  report(diagnostics, "choice", pointer,
         in_quotes(text) + (choices.size() == 1 ? " is not " : " is not one of ") + joined(choices),
         did_you_mean(text, choices));
  return std::nullopt;
}

std::optional<std::vector<double>> read_numbers(const json& value, const std::string& pointer, Range range,
                                                Diagnostics& diagnostics) {
  std::vector<double> numbers;
  if (!value.is_array()) {
    if (!value.is_number()) {
      report_type(diagnostics, pointer, "a number or a list of numbers", value);
      return std::nullopt;
    }
    const auto number = read_number(value, pointer, range, diagnostics);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
    return numbers;
  }
  if (value.empty()) report_type(diagnostics, pointer, "a number or a list of numbers", value);
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto number = read_number(value[i], member(pointer, i), range, diagnostics);
    if (number) numbers.push_back(*number);
  }
  if (numbers.empty() || numbers.size() != value.size()) return std::nullopt;
  return numbers;
}

}  // namespace augshard

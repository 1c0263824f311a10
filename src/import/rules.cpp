#include "import/rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

bool is_numbers(const json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_number(); });
}

// A rule for a number, where a range is taken as it is.
ValueRule spread(std::function<std::pair<double, double>(double)> ends) {
  return [ends = std::move(ends)](const json& value) -> std::optional<json> {
    const auto given = ends_of(value);
    if (!given) return std::nullopt;
    const auto [low, high] = value.is_number() ? ends(value.get<double>()) : *given;
    return range_json(low, high);
  };
}

}  // namespace

json tidy(double value) {
  constexpr int kDigits = 10;
  char text[40];
  const auto written = std::to_chars(text, text + sizeof text, value, std::chars_format::general, kDigits);
  double rounded = value;
  std::from_chars(text, written.ptr, rounded);
  return number_json(rounded == 0 ? 0 : rounded);
}

std::optional<std::pair<double, double>> ends_of(const json& value) {
  if (value.is_number()) return std::pair(value.get<double>(), value.get<double>());
  if (!is_numbers(value) || value.size() != 2) return std::nullopt;
  return std::minmax(value[0].get<double>(), value[1].get<double>());
}

json range_json(double low, double high) {
  if (tidy(low) == tidy(high)) return tidy(low);
  return json::array({tidy(low), tidy(high)});
}

ValueRule same() {
  return [](const json& value) { return std::optional<json>(value.is_number() ? tidy(value.get<double>()) : value); };
}

ValueRule ignored() {
  return [](const json&) { return std::optional<json>(nullptr); };
}

ValueRule by_hand() { return ignored(); }

ValueRule only(const char* text) {
  return [wanted = json::parse(text)](const json& value) -> std::optional<json> {
    if (value == wanted) return nullptr;
    return std::nullopt;
  };
}

ValueRule unless(const char* text) {
  return [neutral = json::parse(text)](const json& value) { return value == neutral ? json() : *same()(value); };
}

ValueRule range() {
  return spread([](double f) { return std::pair(f, f); });
}

ValueRule around_zero() {
  return spread([](double f) { return std::pair(-std::abs(f), std::abs(f)); });
}

ValueRule around_one() {
  return spread([](double f) { return std::pair(std::max(0.0, 1 - f), 1 + f); });
}

ValueRule from_zero() {
  return spread([](double f) { return std::pair(0.0, f); });
}

ValueRule scaled(double factor, double offset) {
  return [=](const json& value) -> std::optional<json> {
    if (value.is_null()) return nullptr;
    if (value.is_number()) return tidy(value.get<double>() * factor + offset);
    if (!is_numbers(value)) return std::nullopt;
    json result = json::array();
    for (const json& item : value) result.push_back(tidy(item.get<double>() * factor + offset));
    if (factor < 0) std::reverse(result.begin(), result.end());
    return result;
  };
}

ValueRule loguniform() {
  return [](const json& value) -> std::optional<json> {
    const auto ends = ends_of(value);
    if (!ends) return std::nullopt;
    json range = range_json(ends->first, ends->second);
    if (range.is_array()) return json{{"loguniform", std::move(range)}};
    return range;
  };
}

ValueRule words(std::vector<std::pair<std::string, std::string>> table) {
  std::vector<std::pair<json, json>> pairs;
  for (const auto& [there, here] : table) pairs.emplace_back(json::parse(there), json::parse(here));
  return [pairs = std::move(pairs)](const json& value) -> std::optional<json> {
    const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == value; });
    if (found == pairs.end()) return std::nullopt;
    return found->second;
  };
}

ValueRule color_255() {
  return [](const json& value) -> std::optional<json> {
    if (value.is_null()) return nullptr;
    const json values = value.is_number() ? json::array({value}) : value;
    if (!is_numbers(values)) return std::nullopt;
    if (std::all_of(values.begin(), values.end(), [](const json& item) { return item == 0; })) return nullptr;
    return scaled(1.0 / 255)(value);
  };
}

ValueRule label() {
  return [](const json& value) -> std::optional<json> {
    if (value.is_null()) return nullptr;
    if (!value.is_number()) return std::nullopt;
    return tidy(value.get<double>());
  };
}

ValueRule then(ValueRule first, ValueRule second) {
  return [first = std::move(first), second = std::move(second)](const json& value) -> std::optional<json> {
    const auto result = first(value);
    return result && !result->is_null() ? second(*result) : result;
  };
}

}  // namespace augshard

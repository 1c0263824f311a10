#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "op/bind.h"
#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

const std::vector<std::string> kDistributions{"choice", "normal", "loguniform"};
constexpr const char* kForms =
    R"(write 7, [lo, hi], {"choice": [...]}, {"normal": [mean, sd]} or {"loguniform": [lo, hi]})";

// Reads the numbers of one Draw, each with the range and wholeness of its parameter.
struct DrawReader {
  Range range;
  bool whole;
  Diagnostics& diagnostics;

  std::optional<double> number(const json& value, const std::string& pointer, Range limits) const {
    if (!whole) return read_number(value, pointer, limits, diagnostics);
    const auto integer = read_integer(value, pointer, limits, diagnostics);
    return integer ? std::optional(static_cast<double>(*integer)) : std::nullopt;
  }

  std::optional<std::vector<double>> list(const json& value, const std::string& pointer) const {
    std::vector<double> numbers;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (const auto n = number(value[i], member(pointer, i), range)) numbers.push_back(*n);
    }
    if (numbers.size() != value.size()) return std::nullopt;
    return numbers;
  }

  bool is_pair(const json& value, const std::string& pointer, const std::string& form) const {
    if (value.is_array() && value.size() == 2) return true;
    report(diagnostics, "type", pointer, "expected " + form + ", got " + shown(value), kForms);
    return false;
  }

  std::optional<std::pair<double, double>> interval(const json& value, const std::string& pointer) const {
    if (!is_pair(value, pointer, "two numbers [lo, hi]")) return std::nullopt;
    const auto ends = list(value, pointer);
    if (!ends) return std::nullopt;
    const double low = (*ends)[0];
    const double high = (*ends)[1];
    if (low <= high) return std::pair{low, high};
    report(diagnostics, "order", pointer,
           "the low end " + value[0].dump() + " is above the high end " + value[1].dump(),
           "write [" + value[1].dump() + ", " + value[0].dump() + "]");
    return std::nullopt;
  }

  std::optional<Draw> choice(const json& object, const std::string& pointer) const {
    const json& values = object["choice"];
    const std::string values_pointer = member(pointer, "choice");
    if (!values.is_array() || values.empty()) {
      report(diagnostics, "type", values_pointer, "expected a list of at least one number, got " + shown(values));
      return std::nullopt;
    }
    auto numbers = list(values, values_pointer);
    auto weights = read_weights(object, values.size(), pointer);
    if (!numbers || !weights) return std::nullopt;
    return Draw{Draw::Choice{std::move(*numbers), std::move(*weights)}};
  }

  // Empty where the object has none.
  std::optional<std::vector<double>> read_weights(const json& object, std::size_t count,
                                                  const std::string& pointer) const {
    if (!object.contains("weights")) return std::vector<double>{};
    return augshard::read_weights(object["weights"], member(pointer, "weights"), count, diagnostics);
  }

  std::optional<Draw> normal(const json& value, const std::string& pointer) const {
    if (!is_pair(value, pointer, "two numbers [mean, sd]")) return std::nullopt;
    const auto mean = read_number(value[0], member(pointer, std::size_t{0}), range, diagnostics);
    const auto deviation = read_number(value[1], member(pointer, std::size_t{1}), Range{0}, diagnostics);
    if (!mean || !deviation) return std::nullopt;
    // Whole draws are rounded after the cut, and must stay whole numbers that a double holds.
    const double limit = whole ? 0x1p53 : kLargest;
    return Draw{Draw::Normal{*mean, *deviation, std::max(range.low, -limit), std::min(range.high, limit)}};
  }

  std::optional<Draw> loguniform(const json& value, const std::string& pointer) const {
    const auto ends = interval(value, pointer);
    if (!ends) return std::nullopt;
    if (ends->first > 0) return Draw::loguniform(ends->first, ends->second);
    report(diagnostics, "range", member(pointer, std::size_t{0}),
           "a loguniform range starts above 0, got " + value[0].dump());
    return std::nullopt;
  }

  std::optional<Draw> object(const json& value, const std::string& pointer) const {
    std::string kind;
    for (const std::string& name : kDistributions) {
      if (value.contains(name) && kind.empty()) kind = name;
    }
    if (kind.empty()) {
      report(diagnostics, "type", pointer, "expected a number or a range, got " + shown(value), kForms);
      return std::nullopt;
    }
    bool good = true;
    for (const auto& [key, unused] : value.items()) {
      if (key == kind || (key == "weights" && kind == "choice")) continue;
      report(diagnostics, "unknown-parameter", member(pointer, key),
             in_quotes(key) + " does not go with '" + kind + "'", kForms);
      good = false;
    }
    const std::string inner = member(pointer, kind);
    auto draw = kind == "choice"   ? choice(value, pointer)
                : kind == "normal" ? normal(value[kind], inner)
                                   : loguniform(value[kind], inner);
    return good ? draw : std::nullopt;
  }

  static constexpr double kLargest = std::numeric_limits<double>::max();
};

json pair_json(double first, double second) { return json::array({number_json(first), number_json(second)}); }

json numbers_json(const std::vector<double>& numbers) {
  json list = json::array();
  for (const double number : numbers) list.push_back(number_json(number));
  return list;
}

}  // namespace

std::optional<std::vector<double>> read_weights(const json& value, const std::string& pointer, std::size_t count,
                                                Diagnostics& diagnostics) {
  if (!value.is_array()) {
    report(diagnostics, "type", pointer, "expected a list of numbers, got " + shown(value));
    return std::nullopt;
  }
  if (value.empty()) return std::vector<double>{};
  auto weights = read_numbers(value, pointer, Range{0}, diagnostics);
  if (!weights) return std::nullopt;
  if (weights->size() != count) {
    report(diagnostics, "weights", pointer,
           "expected " + std::to_string(count) + " weights, got " + std::to_string(weights->size()),
           "give one weight a value");
    return std::nullopt;
  }
  const double total = std::accumulate(weights->begin(), weights->end(), 0.0);
  if (total > 0 && total <= DrawReader::kLargest) return weights;
  report(diagnostics, "weights", pointer, "the weights add up to " + json(total).dump(), "one of them must be above 0");
  return std::nullopt;
}

std::optional<Draw> read_draw(const json& value, const std::string& pointer, Range range, bool whole,
                              Diagnostics& diagnostics) {
  const DrawReader reader{range, whole, diagnostics};
  if (value.is_object()) return reader.object(value, pointer);
  if (value.is_array()) {
    const auto ends = reader.interval(value, pointer);
    return ends ? std::optional(Draw::uniform(ends->first, ends->second)) : std::nullopt;
  }
  if (!value.is_number()) {
    report(diagnostics, "type", pointer, "expected a number or a range, got " + shown(value), kForms);
    return std::nullopt;
  }
  const auto number = reader.number(value, pointer, range);
  return number ? std::optional(Draw::constant(*number)) : std::nullopt;
}

json draw_json(const Draw& draw) {
  if (const auto* constant = std::get_if<Draw::Constant>(&draw.distribution)) return number_json(constant->value);
  if (const auto* uniform = std::get_if<Draw::Uniform>(&draw.distribution)) {
    return pair_json(uniform->low, uniform->high);
  }
  if (const auto* normal = std::get_if<Draw::Normal>(&draw.distribution)) {
    return {{"normal", pair_json(normal->mean, normal->deviation)}};
  }
  if (const auto* loguniform = std::get_if<Draw::LogUniform>(&draw.distribution)) {
    return {{"loguniform", pair_json(loguniform->low, loguniform->high)}};
  }
  const auto& choice = std::get<Draw::Choice>(draw.distribution);
  json object{{"choice", numbers_json(choice.values)}};
  if (!choice.weights.empty()) object["weights"] = numbers_json(choice.weights);
  return object;
}

}  // namespace augshard

#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// How the value of a parameter there becomes one here.
namespace augshard {

/// Gives the value here, null where the parameter stays unset here, nothing where the value has no counterpart.
using ValueRule = std::function<std::optional<nlohmann::json>(const nlohmann::json&)>;

/// A number without the last digits, which arithmetic makes up: 10 significant ones are kept.
nlohmann::json tidy(double value);

/// Both ends of a value that is a number or a list of two; nothing for anything else.
std::optional<std::pair<double, double>> ends_of(const nlohmann::json& value);
/// A draw from low to high; the number itself where they are equal.
nlohmann::json range_json(double low, double high);

/// As it is, whatever it is.
ValueRule same();
/// Has no meaning here, whatever it is.
ValueRule ignored();
/// A special case reads it.
ValueRule by_hand();
/// Only this value has a counterpart, and that is to leave it unset.
ValueRule only(const char* json);
/// As it is, but this value is to leave it unset.
ValueRule unless(const char* json);
/// A number, or a range [low, high].
ValueRule range();
/// f means [-|f|, |f|]; a range stays one.
ValueRule around_zero();
/// f means [1 - f, 1 + f], cut at 0; a range stays one.
ValueRule around_one();
/// f means [0, f]; a range stays one.
ValueRule from_zero();
/// A number or a list of numbers, times `factor` plus `offset`. A negative factor exchanges the ends of a list.
ValueRule scaled(double factor, double offset = 0);
/// A range whose logarithm is drawn uniformly.
ValueRule loguniform();
/// Values by the words or numbers that stand for them; both sides are JSON.
ValueRule words(std::vector<std::pair<std::string, std::string>> table);
/// A colour of 0..255 as fractions of the range: a number, or one a channel. 0 and null are the default here.
ValueRule color_255();
/// The label id of a mask: a whole number, or null.
ValueRule label();
/// The second rule on what the first one gives.
ValueRule then(ValueRule first, ValueRule second);

}  // namespace augshard

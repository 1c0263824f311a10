#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "op/op.h"

/// Reading single JSON values with the checks and messages that ops and the rest of the pipeline share. Each function
/// gives nothing and adds a diagnostic at `pointer` ("type", "range", "choice") where the value does not fit.
namespace augshard {

/// Beyond it not every whole number is a double.
inline constexpr double kLargestWhole = 0x1p53;

void report(Diagnostics& diagnostics, std::string code, std::string pointer, std::string message,
            std::string hint = "");

/// Gives the diagnostics from `first` on that have no hint this one.
void add_hint(Diagnostics& diagnostics, std::size_t first, const std::string& hint);

/// The pointer of a member: `pointer`/key, with ~ and / of the key escaped.
std::string member(const std::string& pointer, std::string_view key);
std::string member(const std::string& pointer, std::size_t index);

/// A value for a message: `string "255"`, `number 1.7`, `null`, `array`; long ones are cut.
std::string shown(const nlohmann::json& value);
/// A name in quotes for a message, cut when long.
std::string in_quotes(std::string_view name);
/// "did you mean 'x'?" or nothing.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);
/// "a, b, c"
std::string joined(std::span<const std::string> names);

/// A number as JSON: whole ones without a decimal point.
nlohmann::json number_json(double value);
/// "[0, 1]", "0 and more", "at most 3"; empty for an open range.
std::string text_of(Range range);

std::optional<bool> read_bool(const nlohmann::json& value, const std::string& pointer, Diagnostics& diagnostics);
std::optional<double> read_number(const nlohmann::json& value, const std::string& pointer, Range range,
                                  Diagnostics& diagnostics);
/// 3 and 3.0 are whole; beyond +-2^53 nothing is.
std::optional<std::int64_t> read_integer(const nlohmann::json& value, const std::string& pointer, Range range,
                                         Diagnostics& diagnostics);
/// A string, one of `choices` unless there are none.
std::optional<std::string> read_string(const nlohmann::json& value, const std::string& pointer,
                                       std::span<const std::string> choices, Diagnostics& diagnostics);
/// One number, or a list of at least one.
std::optional<std::vector<double>> read_numbers(const nlohmann::json& value, const std::string& pointer, Range range,
                                                Diagnostics& diagnostics);

}  // namespace augshard

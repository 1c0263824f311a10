#include "spec/byte_count.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

std::optional<std::uint64_t> bytes_of_unit(std::string_view unit) {
  static const std::vector<std::pair<std::string_view, std::uint64_t>> units{
      {"", 1},           {"B", 1},           {"kB", 1000},       {"KB", 1000},
      {"MB", 1000000},   {"GB", 1000000000}, {"KiB", 1U << 10U}, {"MiB", 1U << 20U},
      {"GiB", 1U << 30U}};
  const auto found = std::find_if(units.begin(), units.end(), [&](const auto& entry) { return entry.first == unit; });
  return found == units.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::optional<std::uint64_t> bytes_of_text(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.starts_with(' ')) unit.remove_prefix(1);
  const auto factor = bytes_of_unit(unit);
  if (!factor || number == 0 || number > kMostBytes / *factor) return std::nullopt;
  return number * *factor;
}

std::uint64_t read_byte_count(const json& value, const std::string& pointer, Diagnostics& diagnostics) {
  if (value.is_number()) {
    const Range range{1, static_cast<double>(kMostBytes)};
    return static_cast<std::uint64_t>(read_integer(value, pointer, range, diagnostics).value_or(1));
  }
  const auto text = read_string(value, pointer, {}, diagnostics);
  const auto bytes = text ? bytes_of_text(*text) : std::nullopt;
  if (text && !bytes) {
    report(diagnostics, "size", pointer, in_quotes(*text) + " is not a size",
           "write for example \"256MiB\" or 268435456");
  }
  return bytes.value_or(1);
}

}  // namespace augshard

#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace augshard {

/// The most bytes that a pipeline or an option can name: 2^50.
inline constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 50U;

/// "256MiB", "1 GB", "1000": a whole number from 1 on and a unit; nothing for another text.
std::optional<std::uint64_t> bytes_of_text(std::string_view text);

/// A number of bytes, or such a text. Reports "size", "range" or "type", and gives 1 then.
std::uint64_t read_byte_count(const nlohmann::json& value, const std::string& pointer, Diagnostics& diagnostics);

}  // namespace augshard

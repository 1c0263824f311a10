#pragma once

#include <cstdint>
#include <string_view>

namespace augshard {

/// What the values of a mask are: ids of classes, 0 and 1, quantities between which values can lie, or numbers of
/// things.
enum class MaskKind : std::uint8_t { label, binary, heatmap, instance };
std::string_view name_of(MaskKind kind);  ///< "label", "binary", ...

}  // namespace augshard

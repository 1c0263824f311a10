#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace augshard {

/// Undoes PNG's filter of one row (PNG specification, clause 9). `prior` is the row above, already undone, or zeros;
/// `pixel_bytes` is 1 for pixels below 8 bits. `out` may be `filtered` itself. False for a filter that does not exist.
bool unfilter_row(std::uint8_t filter, std::span<const std::uint8_t> filtered, const std::uint8_t* prior,
                  std::uint8_t* out, std::size_t pixel_bytes);

}  // namespace augshard

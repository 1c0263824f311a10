#pragma once

#include <array>
#include <span>
#include <vector>

#include "ops/kernels/pixel.h"
#include "sample/image.h"

namespace augshard {

template <class T>
inline constexpr std::size_t kLevels = std::size_t{1} << (8 * sizeof(T));

/// The result of `function` (of a fraction of the range, to one) for every value that T can hold.
template <class T, class Function>
std::vector<T> table_of(Function function) {
  std::vector<T> table(kLevels<T>);
  for (std::size_t v = 0; v < table.size(); ++v) {
    table[v] = from_fraction<T>(function(static_cast<double>(v) / kRange<T>));
  }
  return table;
}

/// Replaces every `step`-th value from the `first` on by `function` of it, both as fractions of the range. Integers go
/// through a table wherever it is shorter than the way without; the result is the same.
template <class T, class Function>
void map_every(std::span<T> values, std::size_t first, std::size_t step, Function function) {
  if constexpr (sizeof(T) <= 2) {
    if (values.size() / step >= kLevels<T>) {
      const std::vector<T> table = table_of<T>(function);
      for (std::size_t i = first; i < values.size(); i += step) values[i] = table[values[i]];
      return;
    }
  }
  for (std::size_t i = first; i < values.size(); i += step) {
    values[i] = from_fraction<T>(function(static_cast<double>(values[i]) / kRange<T>));
  }
}

/// Replaces every value of the image by `function` of it, both as fractions of the range.
template <class Function>
void map_values(Image& image, Function function) {
  visit_pixel_type(image.dtype(), [&]<class T>(T) { map_every(image.values<T>(), 0, 1, function); });
}

/// The same for one channel.
template <class Function>
void map_channel(Image& image, int channel, Function function) {
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    map_every(image.values<T>(), static_cast<std::size_t>(channel), static_cast<std::size_t>(image.channels()),
              function);
  });
}

/// Replaces every value v of channel c by tables[c][v].
template <class T>
void apply_tables(Image& image, const std::vector<std::vector<T>>& tables) {
  const std::size_t channels = tables.size();
  T* const first = image.values<T>().data();
  const std::size_t count = image.value_count();
  for (std::size_t c = 0; c < channels; ++c) {
    const T* const table = tables[c].data();
    for (std::size_t i = c; i < count; i += channels) first[i] = table[first[i]];
  }
}

}  // namespace augshard

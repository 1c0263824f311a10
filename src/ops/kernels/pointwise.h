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

/// Replaces every value by `function` of it, both as fractions of the range. Integers go through a table wherever it is
/// shorter than the image; the result is the same.
template <class Function>
void map_values(Image& image, Function function) {
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto values = image.values<T>();
    if constexpr (sizeof(T) <= 2) {
      if (values.size() >= kLevels<T>) {
        const std::vector<T> table = table_of<T>(function);
        for (T& value : values) value = table[value];
        return;
      }
    }
    for (T& value : values) value = from_fraction<T>(function(static_cast<double>(value) / kRange<T>));
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

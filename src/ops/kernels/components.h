#pragma once

#include <cstdint>
#include <vector>

#include "op/kernel.h"
#include "sample/image.h"

namespace augshard {

/// A connected thing in a mask: pixels of one id that touch, corners included.
struct Component {
  std::int64_t id = 0;
  Rect bounds;
  std::int64_t area = 0;  ///< pixels
};

/// The things in a mask of one channel and a whole-number type, and of each pixel its thing: 1 and up, in the order of
/// their first pixels, row by row; 0 for pixels of an ignored id.
struct Components {
  std::vector<std::int32_t> number_of;
  std::vector<Component> list;
};
Components find_components(const Image& mask, const std::vector<double>& ignored_ids);

}  // namespace augshard

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sample/sample.h"

namespace augshard {

inline bool same_bytes(const Image& a, const Image& b) {
  return a.size() == b.size() && a.channels() == b.channels() && std::ranges::equal(a.bytes(), b.bytes());
}

/// Of the first target with boxes.
inline std::vector<std::int64_t> labels_of(const Sample& sample) {
  std::vector<std::int64_t> labels;
  for (const Object& object : sample.objects[0]) labels.push_back(object.label);
  return labels;
}

}  // namespace augshard

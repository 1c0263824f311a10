#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace augshard {

/// True where classes are declared and their ids are 0..n-1: a plain list of names says it all.
inline bool has_dense_classes(const std::map<std::int64_t, std::string>& classes) {
  return !classes.empty() && classes.begin()->first == 0 &&
         classes.rbegin()->first == static_cast<std::int64_t>(classes.size()) - 1;
}

}  // namespace augshard

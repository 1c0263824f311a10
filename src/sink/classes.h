#pragma once

#include "sink/sink.h"

namespace augshard {

/// True where classes are declared and their ids are 0..n-1: a plain list of names says it all.
inline bool has_dense_classes(const Field& field) {
  return !field.classes.empty() && field.classes.begin()->first == 0 &&
         field.classes.rbegin()->first == static_cast<std::int64_t>(field.classes.size()) - 1;
}

}  // namespace augshard

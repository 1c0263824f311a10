#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "spec/object_reader.h"
#include "spec/spec.h"

namespace augshard {

/// `classes`: a list of names, or an object of names by id. Empty where the key is absent.
std::map<std::int64_t, std::string> read_classes(const ObjectReader& in, Diagnostics& diagnostics);

/// A list of pairs under `key`, each member a name or an id of `names`; of any ids where `names` is empty. `what` says
/// what is named: "class", "point".
LabelSwaps read_swaps(const ObjectReader& in, const std::string& key, const std::map<std::int64_t, std::string>& names,
                      const std::string& what, Diagnostics& diagnostics);

}  // namespace augshard

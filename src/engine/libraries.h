#pragma once

#include <map>
#include <string>

namespace augshard {

/// Names and versions of the libraries whose results reach the dataset, as they are at run time.
std::map<std::string, std::string> library_versions();

}  // namespace augshard

#include "engine/libraries.h"

#include <opencv2/core/utility.hpp>

#include "codec/codec.h"

namespace augshard {

std::map<std::string, std::string> library_versions() {
  std::map<std::string, std::string> versions = codec_versions();
  versions["opencv"] = cv::getVersionString();
  return versions;
}

}  // namespace augshard

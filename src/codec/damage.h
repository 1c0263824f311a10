#pragma once

#include <string>

#include "codec/codec.h"

namespace augshard {

/// Error "decode": the file cannot be read, with the reason in a few words.
inline Error damaged(Format format, const std::string& reason) {
  return {"decode", "cannot decode the " + std::string(name_of(format)) + " file: " + reason,
          "restore the file from its origin, or leave it out"};
}

/// Error "decode": the file may be whole, but uses a feature that is not supported.
inline Error unsupported(Format format, const std::string& feature) {
  return {"decode", std::string(name_of(format)) + " with " + feature + " is not supported",
          "convert the file to PNG or to plain 8-bit JPEG"};
}

}  // namespace augshard

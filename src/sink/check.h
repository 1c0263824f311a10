#pragma once

#include <string>

#include "sink/sink.h"

namespace augshard {

/// An error at a place below the output's own pointer ("/fields/mask/dtype").
Diagnostic output_error(const OutputSpec& spec, const std::string& place, std::string message, std::string hint);
Diagnostic output_warning(const OutputSpec& spec, const std::string& place, std::string message, std::string hint);

/// Attributes become keys and file names: they must be plain words and differ from the fields, `key` and `copy`.
Diagnostics check_attributes(const OutputSpec& spec, const Dataset& dataset);

}  // namespace augshard

#pragma once

#include "base/expected.h"
#include "sample/sample.h"
#include "source/survey.h"
#include "spec/spec.h"

namespace augshard {

/// Why a record was not used, and the file at fault (relative to the source's root).
struct Reject {
  std::string key;
  std::string path;
  Error error;
};

/// What loading a record gives.
struct Loaded {
  Sample sample;
  std::optional<Reject> reject;  ///< set: the sample is empty
};

/// Reads and decodes record `index` of the survey: image by the target's policies, masks as ids of the survey's types,
/// all upright and of one size.
Loaded load_record(const Spec& spec, const Survey& survey, std::size_t index);

}  // namespace augshard

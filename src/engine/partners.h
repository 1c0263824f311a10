#pragma once

#include "augment/augment.h"
#include "plan/plan.h"
#include "source/survey.h"

namespace augshard {

/// The records of a split, as partners in the mixes of the record at `place`. All three must outlive it.
Partners partners_of(const Spec& spec, const Survey& survey, const SplitPlan& split, std::int64_t place);

}  // namespace augshard

#pragma once

#include <cstddef>
#include <string>

#include "plan/plan.h"

namespace augshard {

/// What the splits of a plan hold, summed up.
struct PlanTotals {
  std::int64_t records = 0;
  std::int64_t examples = 0;
};
PlanTotals totals_of(const Plan& plan);
std::int64_t examples_of(const SplitPlan& split);

/// The plan for people: dataset, fields, a line a split, outputs and the estimated size.
std::string plan_text(const Spec& spec, const Plan& plan);

/// "train 6 records, 30 examples, 3 shards; val 2 records, ..."
std::string splits_text(const Plan& plan);

}  // namespace augshard

#include "engine/partners.h"

#include "engine/load.h"

namespace augshard {

Partners partners_of(const Spec& spec, const Survey& survey, const SplitPlan& split, std::int64_t place) {
  const auto load = [&spec, &survey, &split](std::int64_t other) -> Expected<Partners::Partner> {
    const std::size_t index = split.record_at(other);
    Loaded loaded = load_record(spec, survey, index);
    if (!loaded.reject) return Partners::Partner{survey.records[index].key, std::move(loaded.sample)};
    const Reject& reject = *loaded.reject;
    return Error{reject.error.code, reject.path + ": " + reject.error.message, reject.error.hint};
  };
  return {split.record_count(), place, load};
}

}  // namespace augshard

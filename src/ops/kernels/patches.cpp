#include "ops/kernels/patches.h"

#include "base/counted.h"
#include "geometry/steps.h"

namespace augshard {
namespace {

Error too_few_copies(std::int64_t patches, int copies) {
  return {"patches",
          "the record gives " + counted(patches, "patch", "patches") + ", but " +
              counted(copies, "copy is", "copies are") + " made of it",
          "set \"copies\" of the split to " + std::to_string(patches) + " or more"};
}

}  // namespace

Expected<std::optional<std::int64_t>> choose_patch(std::int64_t count, const std::string& pick,
                                                   const std::string& surplus, const Scene& scene, Draws& draws) {
  if (pick == "random") return std::optional(draws.below("patch", count));
  if (scene.copies < count) return too_few_copies(count, scene.copies);
  const std::int64_t patch = scene.copy - 1;
  if (patch < count) return std::optional(patch);
  return surplus == "repeat" ? std::optional(patch % count) : std::nullopt;
}

Step leave_out_step(const Scene& scene) {
  Step step = crop_step(scene.size, 0, 0);
  step.leaves_out = true;
  return step;
}

}  // namespace augshard

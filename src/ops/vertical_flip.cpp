#include "geometry/steps.h"
#include "op/op.h"

namespace augshard {
namespace {

struct VerticalFlip {};

Expected<Step> vertical_flip(const VerticalFlip&, const Scene& scene, Draws&) {
  return flip_step(scene.size, false, true);
}

}  // namespace

OpInfo op_vertical_flip() {
  return OpBuilder<VerticalFlip>("vertical_flip", "Mirror top and bottom; an exact copy.")
      .example(R"({"op": "vertical_flip", "p": 0.5})")
      .also_known_as({"VerticalFlip", "RandomVerticalFlip", "vflip", "flipud"})
      .geometry(vertical_flip);
}

}  // namespace augshard

#include <algorithm>
#include <map>

#include "op/op.h"
#include "ops/kernels/crop_window.h"

namespace augshard {
namespace {

struct RandomCrop {
  int height = 512;
  int width = 512;
  std::string if_smaller = "pad";
  std::optional<double> cat_max_ratio;
  int tries = 10;
};

// The largest share of the window's pixels that one label has; 255, which stands for "ignore", is not counted.
double largest_share(const Image& mask, int x, int y, Size window) {
  std::map<double, std::int64_t> counts;
  std::int64_t total = 0;
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (int row = std::max(0, y); row < std::min(mask.height(), y + window.height); ++row) {
      const T* labels = mask.row<T>(row);
      for (int column = std::max(0, x); column < std::min(mask.width(), x + window.width); ++column) {
        if (labels[column] == T{255}) continue;
        ++counts[static_cast<double>(labels[column])];
        ++total;
      }
    }
  });
  std::int64_t most = 0;
  for (const auto& [label, count] : counts) most = std::max(most, count);
  return total == 0 ? 1.0 : static_cast<double>(most) / static_cast<double>(total);
}

Expected<Step> random_crop(const RandomCrop& params, const Scene& scene, Draws& draws) {
  const Size wanted{params.height, params.width};
  const auto room = make_room(scene.size, wanted, params.if_smaller);
  if (!room) return room.error();
  const Image* mask = params.cat_max_ratio.value_or(1) < 1 ? scene.label_mask("") : nullptr;
  // The labels are those before the op: an enlarged frame is not looked at.
  const bool looks = mask != nullptr && room->frame == scene.size;
  Corner corner{};
  for (int attempt = 0; attempt < (looks ? params.tries : 1); ++attempt) {
    corner = draw_corner(room->frame, wanted, draws);
    if (looks && largest_share(*mask, corner.x, corner.y, wanted) <= *params.cat_max_ratio) break;
  }
  return window_step(*room, wanted, corner.x, corner.y);
}

}  // namespace

OpInfo op_random_crop() {
  return OpBuilder<RandomCrop>("random_crop", "Cut a window of fixed size from a random place.")
      .with(declare_window<RandomCrop>)
      .param("cat_max_ratio", &RandomCrop::cat_max_ratio, Range{0, 1}, Unit::fraction,
             "Draw again while one label (255 aside) fills more than this share of the window; not set: never.")
      .param("tries", &RandomCrop::tries, Range{1, 1000}, Unit::count, "Most draws for cat_max_ratio.")
      .example(R"({"op": "random_crop", "height": 128, "width": 128})")
      .also_known_as({"RandomCrop", "RandSpatialCropd"})
      .geometry(random_crop);
}

}  // namespace augshard

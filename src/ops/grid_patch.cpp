#include <algorithm>

#include "op/op.h"
#include "ops/kernels/crop_window.h"
#include "ops/kernels/patches.h"

namespace augshard {
namespace {

struct GridPatch {
  int height = 512;
  int width = 512;
  int overlap_px = 0;
  std::string rest = "shift";
  std::string if_smaller = "pad";
  std::string pick = "in_turn";
  std::string surplus = "leave_out";
};

/// Tiles along one axis of a frame that holds at least one.
struct Tiling {
  int extent, tile, stride;
  std::string rest;

  [[nodiscard]] std::int64_t count() const {
    const int beyond = extent - tile;
    return 1 + (rest == "drop" ? beyond / stride : (beyond + stride - 1) / stride);
  }
  [[nodiscard]] int start(std::int64_t index) const {
    const auto regular = static_cast<int>(index * stride);
    return rest == "shift" ? std::min(regular, extent - tile) : regular;
  }
};

Expected<Step> grid_patch(const GridPatch& params, const Scene& scene, Draws& draws) {
  const Size tile{params.height, params.width};
  const auto room = make_room(scene.size, tile, params.if_smaller);
  if (!room) return room.error();
  const Tiling across{room->frame.width, tile.width, tile.width - params.overlap_px, params.rest};
  const Tiling down{room->frame.height, tile.height, tile.height - params.overlap_px, params.rest};
  const auto patch = choose_patch(across.count() * down.count(), params.pick, params.surplus, scene, draws);
  if (!patch) return patch.error();
  if (!*patch) return leave_out_step(scene);
  const int x = across.start(**patch % across.count());
  const int y = down.start(**patch / across.count());
  Step step = window_step(*room, tile, x, y);
  step.makes_area = step.makes_area || x + tile.width > room->frame.width || y + tile.height > room->frame.height;
  return step;
}

}  // namespace

OpInfo op_grid_patch() {
  using P = GridPatch;
  return OpBuilder<P>(
             "grid_patch",
             "Cut the image into a grid of patches, one a copy: \"copies\" must be the most that a record has.")
      .param("height", &P::height, Range{1, 65536}, Unit::px, "Height of a patch.")
      .required()
      .param("width", &P::width, Range{1, 65536}, Unit::px, "Width of a patch.")
      .required()
      .param("overlap_px", &P::overlap_px, Range{0, 65535}, Unit::px, "Pixels that neighbours have in common.")
      .param("rest", &P::rest, OneOf{{"shift", "pad", "drop"}},
             "What to do at the right and bottom where no whole patch fits: move the last one inward, pad it, or leave "
             "the rest out.")
      .param("if_smaller", &P::if_smaller, kIfSmaller,
             "What to do with an image smaller than a patch: pad it, enlarge it, or reject the record.")
      .param("pick", &P::pick, kPick,
             "in_turn: copy 1 takes the top left patch, and so on row by row; random: each copy takes any.")
      .param("surplus", &P::surplus, kSurplus,
             "What becomes of copies beyond the last patch: they are not made, or the patches begin again.")
      .rule([](const P& p) { return p.overlap_px < std::min(p.height, p.width); },
            "overlap_px must be below height and width")
      .example(R"({"op": "grid_patch", "height": 96, "width": 96, "pick": "random"})")
      .example(R"({"op": "grid_patch", "height": 96, "width": 96, "overlap_px": 16})")
      .also_known_as({"GridPatchd", "RandGridPatchd", "GridSplitd"})
      .shape([](const P& p, const Shape& in) {
        return with_size(in, Size{p.height, p.width});
      })
      .geometry(grid_patch);
}

}  // namespace augshard

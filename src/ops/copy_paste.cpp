#include <algorithm>
#include <utility>

#include "op/op.h"
#include "ops/kernels/convolve.h"

namespace augshard {
namespace {

constexpr double kEdgeSigma = 2;
constexpr int kEdgeRadius = 6;

struct CopyPaste {
  IntDraw objects{Draw::uniform(1, 3)};
  std::optional<std::vector<double>> labels;
  MaskName mask;
  std::string blend = "hard";
  double min_visibility = 0;
};

int one_partner(const CopyPaste&) { return 1; }

/// What is pasted: its pixels, 255 or 0, and its boxes.
struct Pasted {
  Image area;
  std::vector<std::size_t> boxes;
};

bool is_chosen_label(const CopyPaste& params, std::int64_t label) {
  if (!params.labels) return true;
  return std::find(params.labels->begin(), params.labels->end(), static_cast<double>(label)) != params.labels->end();
}

bool is_blank(const Image& area) {
  return std::ranges::all_of(area.values<std::uint8_t>(), [](std::uint8_t value) { return value == 0; });
}

Pasted pixels_of_labels(const CopyPaste& params, const Image& mask) {
  Pasted pasted{Image(mask.size(), 1, DType::uint8), {}};
  visit_dtype(mask.dtype(), [&]<class T>(T) {
    std::ranges::transform(mask.values<T>(), pasted.area.values<std::uint8_t>().begin(), [&](T id) {
      return static_cast<std::uint8_t>(is_chosen_label(params, static_cast<std::int64_t>(id)) ? 255 : 0);
    });
  });
  return pasted;
}

// An object of which no pixel is in sight is none that could be pasted.
Pasted drawn_objects(const CopyPaste& params, const Scene& partner, Draws& draws) {
  const std::vector<LabeledBox> boxes = partner.boxes();
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const bool in_sight = is_chosen_label(params, boxes[i].label) && !is_blank(partner.area_of({{i}}));
    if (in_sight) candidates.push_back(i);
  }
  const auto wanted = static_cast<std::size_t>(draws.integer("objects", params.objects));
  const std::size_t count = std::min(wanted, candidates.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto rest = static_cast<std::int64_t>(candidates.size() - i);
    std::swap(candidates[i], candidates[i + static_cast<std::size_t>(draws.below("object", rest))]);
  }
  candidates.resize(count);
  return {partner.area_of(candidates), candidates};
}

Pasted what_is_pasted(const CopyPaste& params, const Scene& partner, Draws& draws) {
  if (params.mask.name.empty()) return drawn_objects(params, partner, draws);
  const Image* mask = partner.label_mask(params.mask.name);
  return mask == nullptr ? Pasted{} : pixels_of_labels(params, *mask);
}

// Shares that fall off across the edge; which pixels are at least one half stays as it is.
void smooth_edge(Image& area) {
  const Image hard = area.clone();
  convolve_separable(area, half_gaussian(kEdgeSigma, kEdgeRadius));
  const auto shares = area.values<std::uint8_t>();
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const bool inside = hard.values<std::uint8_t>()[i] != 0;
    shares[i] = inside ? std::max<std::uint8_t>(shares[i], 128) : std::min<std::uint8_t>(shares[i], 127);
  }
}

bool is_pasted_over(const Image& area, int x, int y) {
  return x < area.width() && y < area.height() && area.row<std::uint8_t>(y)[x] != 0;
}

// Boxes of the record that keep enough of their pixels.
std::vector<std::size_t> boxes_left(const Scene& own, const Image& pasted, double min_visibility) {
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < own.boxes().size(); ++i) {
    const Image area = own.area_of({{i}});
    double all = 0;
    double hidden = 0;
    for (int y = 0; y < area.height(); ++y) {
      for (int x = 0; x < area.width(); ++x) {
        if (area.row<std::uint8_t>(y)[x] == 0) continue;
        ++all;
        if (is_pasted_over(pasted, x, y)) ++hidden;
      }
    }
    if (all - hidden >= min_visibility * all) left.push_back(i);
  }
  return left;
}

Expected<Mix> copy_paste(const CopyPaste& params, std::span<const Scene> scenes, Draws& draws) {
  const Size size = scenes[0].size;
  Mix mix;
  mix.canvas = size;
  mix.layers.push_back({.sample = 0, .window = {0, 0, size.width, size.height}});
  Pasted pasted = what_is_pasted(params, scenes[1], draws);
  if (pasted.area.empty() || is_blank(pasted.area)) return mix;
  if (params.min_visibility > 0) {
    mix.layers[0].boxes = boxes_left(scenes[0], pasted.area, params.min_visibility);
  }
  if (params.blend == "gaussian") smooth_edge(pasted.area);
  Layer layer{.sample = 1, .window = {0, 0, size.width, size.height}};
  layer.cover = std::move(pasted.area);
  layer.boxes = std::move(pasted.boxes);
  mix.layers.push_back(std::move(layer));
  return mix;
}

}  // namespace

OpInfo op_copy_paste() {
  return OpBuilder<CopyPaste>("copy_paste", "Pastes objects of another record over the same places of this one.")
      .param("objects", &CopyPaste::objects, Range{0, 1000}, Unit::count,
             "How many objects at most: boxes, with the pixels that an instance mask gives them, else whole.")
      .param("labels", &CopyPaste::labels, Range{0, 2147483647}, Unit::label,
             "Label ids of what may be pasted; not set: all.")
      .param("mask", &CopyPaste::mask,
             "Label mask whose pixels of the labels are pasted, all of them and without boxes, in place of objects.")
      .param("blend", &CopyPaste::blend, OneOf{{"hard", "gaussian"}},
             "Edge of what is pasted: as it is; in the image, smoothed by a Gaussian of 2 px.")
      .param("min_visibility", &CopyPaste::min_visibility, Range{0, 1}, Unit::fraction,
             "Objects of the record of whose pixels a smaller share stays in sight are left out.")
      .rule([](const CopyPaste& p) { return p.mask.name.empty() || p.labels.has_value(); },
            "mask needs labels, the ids to paste")
      .example(R"({"op": "copy_paste", "objects": [1, 5], "blend": "gaussian", "min_visibility": 0.1})")
      .example(R"({"op": "copy_paste", "mask": "mask", "labels": [3, 5]})")
      .also_known_as({"CopyPaste", "CopyAndPaste", "SimpleCopyPaste"})
      .mix(one_partner, copy_paste);
}

}  // namespace augshard

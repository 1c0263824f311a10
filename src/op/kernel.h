#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "geometry/map.h"
#include "op/draw.h"
#include "sample/annotation.h"
#include "sample/image.h"

/// What ops see of a sample and what they give back. No kernel touches a target that it was not handed: the room
/// `augment` applies the answer to all of them.
namespace augshard {

/// geometry: a map for all targets · pixels: changes the image alone · regions: what to erase · labels: changes masks
/// alone · boxes: makes boxes of a mask · mix: puts other records beside or over this one · policy: stands for a list
/// of other ops.
enum class OpKind : std::uint8_t { geometry, pixels, regions, labels, boxes, mix, policy };
std::string_view name_of(OpKind kind);

/// What an op may look at: the frame it acts on and, for ops that follow labels or boxes, those targets as they stand
/// before the op.
struct Scene {
  Size size;
  /// The label mask of that name; of no name: "mask", else the first by name. nullptr where there is none. Never empty.
  std::function<const Image*(std::string_view name)> label_mask = [](std::string_view) { return nullptr; };
  /// Upright boxes of all boxes targets, as far as they lie in the frame. Never empty.
  std::function<std::vector<LabeledBox>()> boxes = [] { return std::vector<LabeledBox>(); };
  /// The pixels of boxes, by their places in boxes(): uint8 of one channel and the frame's size, 255 or 0. Those of the
  /// instance mask that goes with the boxes, else of their rectangles. Never empty; for mix ops only.
  std::function<Image(std::span<const std::size_t>)> area_of = [](std::span<const std::size_t>) { return Image(); };
  /// Number of the copy in the making, from 1, of the `copies` made of the record. Copy 0, the original, is 1 of 1.
  int copy = 1;
  int copies = 1;
};

/// Half-open pixel rectangle; it may overhang the frame.
struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
};

/// What a regions op erases.
struct Erasure {
  enum class Paint : std::uint8_t { fill, mean, noise };
  std::vector<Rect> rects;
  std::vector<double> fill;         ///< fraction of the range, one number or one a channel
  std::optional<double> mask_fill;  ///< label id; unset leaves the masks as they are
  /// What the image gets: `fill`, each channel's mean over the whole image, or noise, uniform over the range.
  Paint paint = Paint::fill;
  std::uint64_t noise_key = 0;
  /// Empty, or uint8 of one channel and the frame's size: pixels that are not 0 are erased too.
  Image area = {};
};

/// One picture of a mix, and what of the canvas it covers.
struct Layer {
  std::size_t sample = 0;  ///< 0: the record itself, 1 and up: its partners
  int x = 0, y = 0;        ///< place of the picture's top left corner on the canvas
  Rect window;             ///< part of the canvas that it covers, as far as the picture reaches
  /// Empty: all of the window. Else uint8 of one channel and the picture's size: the share of the picture in each pixel
  /// of the image, 255 = all. Masks take the picture from 128 on.
  Image cover = {};
  double share = 1;  ///< of the picture in everything it covers; the rest is what lies below
  /// Boxes of the picture, by their place in Scene::boxes(), that come along; unset: all.
  std::optional<std::vector<std::size_t>> boxes = std::nullopt;
};

/// What a mix op makes: layers on a canvas, the lowest first. What none covers is the targets' fill.
struct Mix {
  /// Masks where a layer's share is below 1: those of the larger share, or both as two channels, the lower layer first.
  enum class Labels : std::uint8_t { winner, stack };
  Size canvas;
  std::vector<Layer> layers;
  Labels labels = Labels::winner;
};

using GeometryKernel = std::function<Expected<Step>(const void*, const Scene&, Draws&)>;
using PixelsKernel = std::function<void(const void*, Image&, Draws&)>;
using RegionsKernel = std::function<Erasure(const void*, const Scene&, Draws&)>;
/// Acts on one mask: on each label mask, or on the mask that a MaskName parameter of the op names.
struct LabelsKernel {
  std::function<void(const void*, Image&, Draws&)> function;
  void operator()(const void* params, Image& mask, Draws& draws) const { function(params, mask, draws); }
};
/// Boxes in edge coordinates of a mask: of the one that a MaskName parameter names, for the target that a BoxesName
/// parameter names. An instance mask is numbered anew, so that box i, from 1, has id i.
struct BoxesKernel {
  std::function<std::vector<LabeledBox>(const void*, Image&)> function;
  std::vector<LabeledBox> operator()(const void* params, Image& mask) const { return function(params, mask); }
};
struct MixKernel {
  std::function<int(const void*)> partners;  ///< how many other records it takes
  /// scenes[0] is the record's own, then one a partner. An error rejects the record.
  std::function<Expected<Mix>(const void*, std::span<const Scene>, Draws&)> mix;
};
/// The JSON text of the ops list that the op stands for.
struct PolicyKernel {
  std::function<std::string(const void*)> ops;
};

}  // namespace augshard

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "op/kernel.h"
#include "sample/sample.h"

namespace augshard {

/// A layer of a mix with its picture, and the part of the canvas that it covers. Both must outlive it.
struct PlacedLayer {
  PlacedLayer(const Layer& layer, const Sample& sample, Size canvas);

  [[nodiscard]] bool is_rectangle() const { return layer.cover.empty(); }
  [[nodiscard]] bool is_opaque() const { return layer.share >= 1; }
  /// The share of the picture that its cover gives to a pixel of the region, in 1/255.
  [[nodiscard]] int cover(int x, int y) const {
    return is_rectangle() ? 255 : layer.cover.row<std::uint8_t>(y - layer.y)[x - layer.x];
  }
  /// Whether the pixel is one that masks take from this layer; any pixel of the canvas.
  [[nodiscard]] bool covers(int x, int y) const;
  /// Whether object `i` of a boxes target becomes one of the mix. The record's own keep their places in any case: those
  /// that are not named only lose their outline.
  [[nodiscard]] bool comes(std::size_t boxes, std::size_t i) const { return layer.sample == 0 || named[boxes][i]; }

  const Layer& layer;
  const Sample& sample;
  Rect region;
  std::vector<std::vector<bool>> named;  ///< objects that Layer::boxes names, by boxes target
};

std::vector<PlacedLayer> place_layers(const Mix& mix, std::span<const Sample* const> samples);

/// Marks, by boxes target, the objects at these places of Scene::boxes(), which counts those with an outline.
std::vector<std::vector<bool>> named_objects(const Sample& sample, std::span<const std::size_t> places);

}  // namespace augshard

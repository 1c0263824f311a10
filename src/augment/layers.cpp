#include "augment/layers.h"

#include <algorithm>

namespace augshard {
namespace {

// Nothing, {}, where they share no pixel.
Rect common_part(const Rect& a, const Rect& b) {
  const int x = std::max(a.x, b.x);
  const int y = std::max(a.y, b.y);
  const int width = std::min(a.x + a.width, b.x + b.width) - x;
  const int height = std::min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? Rect{x, y, width, height} : Rect{};
}

std::vector<std::vector<bool>> all_objects(const Sample& sample) {
  std::vector<std::vector<bool>> all;
  for (const auto& objects : sample.objects) all.emplace_back(objects.size(), true);
  return all;
}

}  // namespace

PlacedLayer::PlacedLayer(const Layer& of, const Sample& picture, Size canvas)
    : layer(of), sample(picture), named(of.boxes ? named_objects(picture, *of.boxes) : all_objects(picture)) {
  const Size size = sample.image.size();
  region = common_part(common_part(layer.window, {layer.x, layer.y, size.width, size.height}),
                       {0, 0, canvas.width, canvas.height});
}

bool PlacedLayer::covers(int x, int y) const {
  const bool inside = x >= region.x && y >= region.y && x < region.x + region.width && y < region.y + region.height;
  return inside && cover(x, y) >= 128;
}

std::vector<PlacedLayer> place_layers(const Mix& mix, std::span<const Sample* const> samples) {
  std::vector<PlacedLayer> placed;
  for (const Layer& layer : mix.layers) placed.emplace_back(layer, *samples[layer.sample], mix.canvas);
  return placed;
}

std::vector<std::vector<bool>> named_objects(const Sample& sample, std::span<const std::size_t> places) {
  std::vector<std::vector<bool>> named;
  std::size_t place = 0;
  for (const auto& objects : sample.objects) {
    auto& flags = named.emplace_back();
    for (const Object& object : objects) {
      const bool is_counted = !object.outline.empty();
      flags.push_back(is_counted && std::find(places.begin(), places.end(), place) != places.end());
      if (is_counted) ++place;
    }
  }
  return named;
}

}  // namespace augshard

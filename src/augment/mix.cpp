#include "augment/mix.h"

#include <string>

#include "augment/layers.h"
#include "augment/mix_annotations.h"
#include "augment/mix_pixels.h"

namespace augshard {
namespace {

std::optional<Error> check(const Mix& mix, std::span<const Sample* const> samples, const Targets& targets) {
  const auto differ = [](const Image& a, const Image& b) {
    return a.channels() != b.channels() || a.dtype() != b.dtype();
  };
  const auto text = [](const Image& image) {
    return std::string(name_of(image.dtype())) + " with " + std::to_string(image.channels()) +
           (image.channels() == 1 ? " channel" : " channels");
  };
  for (const Sample* sample : samples) {
    if (differ(sample->image, samples[0]->image)) {
      return Error{
          "unsupported",
          "images of different types cannot be mixed: " + text(samples[0]->image) + " and " + text(sample->image),
          R"("color" or "alpha" in /targets/image give all images the same channels, a cast the same type)"};
    }
    for (std::size_t i = 0; i < sample->masks.size(); ++i) {
      const Image& mask = sample->masks[i];
      const bool is_stacked_twice = mix.labels == Mix::Labels::stack && mask.channels() != 1;
      if (!differ(mask, samples[0]->masks[i]) && !is_stacked_twice) continue;
      return Error{
          "unsupported",
          "masks '" + targets.masks[i].name + "' cannot be mixed: " + text(samples[0]->masks[i]) + " and " + text(mask),
          "masks are stacked once, and always or never: without p"};
    }
  }
  return std::nullopt;
}

}  // namespace

Expected<Sample> apply_mix(const Mix& mix, std::span<const Sample* const> samples, const Targets& targets) {
  if (auto error = check(mix, samples, targets)) return *error;
  const std::vector<PlacedLayer> layers = place_layers(mix, samples);
  Sample mixed;
  mixed.image = mixed_image(mix.canvas, layers, targets.image);
  for (std::size_t i = 0; i < targets.masks.size(); ++i) {
    auto mask = mixed_mask(mix, layers, i, targets.masks[i]);
    if (!mask) return mask.error();
    mixed.masks.push_back(std::move(*mask));
  }
  for (std::size_t i = 0; i < targets.boxes.size(); ++i) {
    mixed.objects.push_back(mixed_objects(mix.canvas, layers, targets, i));
  }
  for (std::size_t i = 0; i < targets.keypoints.size(); ++i) {
    mixed.keypoints.push_back(mixed_keypoints(layers, i, targets.keypoints[i]));
  }
  return mixed;
}

}  // namespace augshard

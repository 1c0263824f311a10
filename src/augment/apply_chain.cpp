#include "augment/apply_chain.h"

#include <optional>
#include <utility>
#include <vector>

#include "geometry/annotations.h"
#include "geometry/resample.h"

namespace augshard {
namespace {

std::vector<double> scaled(std::vector<double> fractions, double range) {
  for (double& value : fractions) value *= range;
  return fractions;
}

TargetSampling image_sampling(const Chain& chain, const ImageTarget& target, DType dtype) {
  const SamplingChoice& asked = chain.sampling();
  const double range = range_of(dtype);
  TargetSampling sampling;
  sampling.interpolation = asked.interpolation.value_or(target.interpolation);
  sampling.antialias = chain.antialias();
  sampling.source = {asked.border.value_or(target.border), scaled(asked.fill.value_or(target.fill), range)};
  for (const Chain::Stage& stage : chain.stages()) {
    TargetSampling::Outside outside{Border::constant, {0.0}};
    if (stage.area) {
      outside.border = stage.area->sampling.border.value_or(Border::constant);
      outside.fill = scaled(stage.area->sampling.fill.value_or(std::vector{0.0}), range);
    }
    sampling.areas.push_back(std::move(outside));
  }
  return sampling;
}

/// A mask's interpolation is always its own: an op's would invent labels. Its border is its fill unless it follows the
/// image's.
TargetSampling mask_sampling(const Chain& chain, const MaskTarget& target, const TargetSampling& image) {
  TargetSampling sampling;
  sampling.interpolation = target.interpolation;
  sampling.antialias = chain.antialias();
  const auto outside = [&](Border image_border, const std::optional<double>& fill) {
    return TargetSampling::Outside{target.border_same ? image_border : Border::constant, {fill.value_or(target.fill)}};
  };
  sampling.source = outside(image.source.border, chain.sampling().mask_fill);
  for (std::size_t s = 0; s < chain.stages().size(); ++s) {
    const auto& area = chain.stages()[s].area;
    sampling.areas.push_back(outside(image.areas[s].border, area ? area->sampling.mask_fill : std::nullopt));
  }
  return sampling;
}

/// The other one of its pair, or the label itself.
template <class T, class Pairs>
T swapped(T label, const Pairs& pairs) {
  for (const auto& [left, right] : pairs) {
    if (label == static_cast<T>(left)) return static_cast<T>(right);
    if (label == static_cast<T>(right)) return static_cast<T>(left);
  }
  return label;
}

void swap_labels(Image& mask, const LabelSwaps& pairs) {
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (T& value : mask.values<T>()) value = swapped(value, pairs);
  });
}

std::vector<Object> map_objects(const std::vector<Object>& objects, const Chain& chain, const BoxesTarget& target) {
  std::vector<Object> mapped;
  mapped.reserve(objects.size());
  for (const Object& object : objects) {
    mapped.push_back(map_object(chain, object));
    if (chain.mirrors()) mapped.back().label = swapped(object.label, target.flip_label_swap);
  }
  return mapped;
}

KeypointSet map_keypoints(const KeypointSet& points, const Chain& chain, const KeypointsTarget& target) {
  KeypointSet mapped(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto place = chain.mirrors() ? static_cast<std::size_t>(swapped(static_cast<int>(i), target.flip_pairs)) : i;
    mapped[place] = map_keypoint(chain, points[i]);
  }
  return mapped;
}

}  // namespace

Sample apply_chain(const Sample& source, const Chain& chain, const Targets& targets) {
  const TargetSampling sampling = image_sampling(chain, targets.image, source.image.dtype());
  std::vector<SampledImage> sources{{source.image, sampling}};
  for (std::size_t i = 0; i < source.masks.size(); ++i) {
    sources.push_back({source.masks[i], mask_sampling(chain, targets.masks[i], sampling)});
  }
  std::vector<Image> images = resample(sources, chain);
  Sample output;
  output.image = std::move(images.front());
  for (std::size_t i = 0; i < source.masks.size(); ++i) {
    output.masks.push_back(std::move(images[i + 1]));
    const LabelSwaps& pairs = targets.masks[i].flip_label_swap;
    if (chain.mirrors() && !pairs.empty()) swap_labels(output.masks.back(), pairs);
  }
  for (std::size_t i = 0; i < source.objects.size(); ++i) {
    output.objects.push_back(map_objects(source.objects[i], chain, targets.boxes[i]));
  }
  for (std::size_t i = 0; i < source.keypoints.size(); ++i) {
    auto& sets = output.keypoints.emplace_back();
    for (const KeypointSet& set : source.keypoints[i]) sets.push_back(map_keypoints(set, chain, targets.keypoints[i]));
  }
  return output;
}

Image apply_chain_to_mask(const Sample& source, std::size_t which, const Chain& chain, const Targets& targets) {
  const TargetSampling image = image_sampling(chain, targets.image, source.image.dtype());
  return resample(source.masks[which], chain, mask_sampling(chain, targets.masks[which], image));
}

}  // namespace augshard

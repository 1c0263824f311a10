#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "augment/layers.h"
#include "augment/targets.h"

/// Boxes and keypoints of apply_mix(), whose comment says what they are.
namespace augshard {

/// Of the boxes target `which`.
std::vector<Object> mixed_objects(Size canvas, std::span<const PlacedLayer> layers, const Targets& targets,
                                  std::size_t which);

std::vector<KeypointSet> mixed_keypoints(std::span<const PlacedLayer> layers, std::size_t which,
                                         const KeypointsTarget& target);

/// See Scene::area_of.
Image area_of_boxes(const Sample& sample, const Targets& targets, std::span<const std::size_t> boxes);

}  // namespace augshard

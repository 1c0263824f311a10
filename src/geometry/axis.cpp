#include "geometry/axis.h"

#include <cmath>
#include <cstddef>

#include "geometry/border.h"

namespace augshard {
namespace {

int extent_of(Size size, Axis::Role role) { return role == Axis::Role::x ? size.width : size.height; }

int nearest_index(double position) { return static_cast<int>(std::floor(position + kSnap)); }

}  // namespace

Axis trace_axis(const Chain& chain, const TargetSampling& sampling, Axis::Role output_role) {
  const int count = extent_of(chain.output(), output_role);
  Axis axis;
  axis.position.resize(static_cast<std::size_t>(count));
  axis.area.assign(static_cast<std::size_t>(count), Axis::kInside);
  for (int i = 0; i < count; ++i) axis.position[static_cast<std::size_t>(i)] = i + 0.5;

  Axis::Role role = output_role;
  for (std::size_t s = 0; s < chain.stages().size(); ++s) {
    const Chain::Stage& stage = chain.stages()[s];
    const auto& m = stage.to_input.m;
    const bool swaps = m[0] == 0 && m[4] == 0;
    if (swaps) role = role == Axis::Role::x ? Axis::Role::y : Axis::Role::x;
    const double factor = role == Axis::Role::x ? m[swaps ? 1 : 0] : m[swaps ? 3 : 4];
    const double shift = role == Axis::Role::x ? m[2] : m[5];
    axis.scale *= std::fabs(factor);
    for (std::size_t i = 0; i < axis.position.size(); ++i) {
      if (axis.area[i] != Axis::kInside) continue;
      double& position = axis.position[i];
      position = factor * position + shift;
      if (!stage.area) continue;
      const int extent = extent_of(stage.area->frame, role);
      const double snapped = position + kSnap;
      if (snapped >= 0 && snapped < extent) continue;
      const Border border = sampling.areas[s].border;
      if (border == Border::constant) {
        axis.area[i] = static_cast<int>(s);
      } else {
        position = fold_position(position, extent, border);
      }
    }
  }
  axis.source_role = role;
  axis.extent = extent_of(chain.source(), role);
  return axis;
}

bool copies(const Axis& axis, const TargetSampling& sampling) {
  if (sampling.antialias && axis.scale > 1 + kSnap) return false;
  for (std::size_t i = 0; i < axis.position.size(); ++i) {
    if (axis.area[i] != Axis::kInside) continue;
    const double offset = axis.position[i] - std::floor(axis.position[i]) - 0.5;
    if (std::fabs(offset) > kSnap) return false;
  }
  return true;
}

std::vector<int> nearest_indices(const Axis& axis, Border border) {
  std::vector<int> indices(axis.position.size(), -1);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    if (axis.area[i] == Axis::kInside) indices[i] = fold_index(nearest_index(axis.position[i]), axis.extent, border);
  }
  return indices;
}

}  // namespace augshard

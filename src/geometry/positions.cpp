#include "geometry/positions.h"

#include <algorithm>

#include "geometry/border.h"
#include "geometry/kernels.h"

namespace augshard {
namespace {

void displace(const DisplacementField& field, PositionRow& row) {
  for (std::size_t i = 0; i < row.x.size(); ++i) {
    const Point d = field.at({row.x[i], row.y[i]});
    row.x[i] += d.x;
    row.y[i] += d.y;
  }
}

void mark_beyond_horizon(PositionRow& row) {
  for (std::size_t i = 0; i < row.x.size(); ++i) {
    if (row.x[i] != kBeyondHorizon || row.place[i] != PositionRow::kSampled) continue;
    row.place[i] = PositionRow::kBeyond;
    row.mixed = true;
  }
}

void apply_area(const Chain::Stage::Area& area, Border border, std::int16_t stage, PositionRow& row) {
  const double width = area.frame.width;
  const double height = area.frame.height;
  for (std::size_t i = 0; i < row.x.size(); ++i) {
    const double x = row.x[i] + kSnap;
    const double y = row.y[i] + kSnap;
    if ((x >= 0 && x < width && y >= 0 && y < height) || row.place[i] != PositionRow::kSampled) continue;
    if (border == Border::constant) {
      row.place[i] = stage;
      row.mixed = true;
    } else {
      row.x[i] = fold_position(row.x[i], area.frame.width, border);
      row.y[i] = fold_position(row.y[i], area.frame.height, border);
    }
  }
}

}  // namespace

PositionRow::PositionRow(int width)
    : x(static_cast<std::size_t>(width)), y(static_cast<std::size_t>(width)), place(static_cast<std::size_t>(width)) {}

void trace_row(const Chain& chain, const TargetSampling& sampling, int y, PositionRow& row) {
  std::fill(row.place.begin(), row.place.end(), PositionRow::kSampled);
  row.mixed = false;
  const Kernels& kernel = kernels();
  const std::size_t count = row.x.size();
  const double centre = y + 0.5;
  const auto stages = chain.stages();
  // The first stage acts on a regular row of centres, which an affine map turns into another in one step.
  const bool starts_affine = !stages.empty() && !stages[0].field && stages[0].to_input.is_affine();
  if (starts_affine) {
    const auto& m = stages[0].to_input.m;
    kernel.affine_row(row.x.data(), row.y.data(), m[0], m[1] * centre + m[2], m[3], m[4] * centre + m[5], count);
  } else {
    kernel.affine_row(row.x.data(), row.y.data(), 1, 0, 0, centre, count);
  }
  for (std::size_t s = 0; s < stages.size(); ++s) {
    const Chain::Stage& stage = stages[s];
    if (stage.field) displace(*stage.field, row);
    if (s > 0 || !starts_affine) {
      kernel.project_row(row.x.data(), row.y.data(), stage.to_input.m.data(), count);
      if (!stage.to_input.is_affine()) mark_beyond_horizon(row);
    }
    if (stage.area) apply_area(*stage.area, sampling.areas[s].border, static_cast<std::int16_t>(s), row);
  }
}

}  // namespace augshard

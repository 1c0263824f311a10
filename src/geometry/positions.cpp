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

void project(const Projective& map, PositionRow& row) {
  if (map.m == Projective{}.m) return;
  kernels().project_row(row.x.data(), row.y.data(), map.m.data(), row.x.size());
  if (!map.is_affine()) mark_beyond_horizon(row);
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

RowTracer::RowTracer(const Chain& chain, std::span<const Border> borders) : chain_(chain), borders_(borders) {
  const auto stages = chain.stages();
  if (stages.empty() || !stages.front().field) return;
  for (int x = 0; x < chain.output().width; ++x) columns_.push_back(stages.front().field->column_cell(x + 0.5));
}

// The first stage acts on a regular row of centres, which spares work: an affine map turns it into another such row in
// one step, and a field's rows are blended once for all columns.
void RowTracer::start(double centre, PositionRow& row) {
  const Kernels& kernel = kernels();
  const auto stages = chain_.stages();
  const std::size_t count = row.x.size();
  if (!stages.empty() && columns_.empty() && stages.front().to_input.is_affine()) {
    const auto& m = stages.front().to_input.m;
    kernel.affine_row(row.x.data(), row.y.data(), m[0], m[1] * centre + m[2], m[3], m[4] * centre + m[5], count);
    return;
  }
  kernel.affine_row(row.x.data(), row.y.data(), 1, 0, 0, centre, count);
  if (stages.empty()) return;
  if (!columns_.empty()) {
    stages.front().field->blend_rows(centre, line_);
    for (std::size_t i = 0; i < count; ++i) {
      const Point d = DisplacementField::at(line_, columns_[i]);
      row.x[i] += d.x;
      row.y[i] += d.y;
    }
  }
  project(stages.front().to_input, row);
}

void RowTracer::trace(int y, PositionRow& row) {
  std::fill(row.place.begin(), row.place.end(), PositionRow::kSampled);
  row.mixed = false;
  start(y + 0.5, row);
  const auto stages = chain_.stages();
  for (std::size_t s = 0; s < stages.size(); ++s) {
    const Chain::Stage& stage = stages[s];
    if (s > 0) {
      if (stage.field) displace(*stage.field, row);
      project(stage.to_input, row);
    }
    if (stage.area) apply_area(*stage.area, borders_[s], static_cast<std::int16_t>(s), row);
  }
}

}  // namespace augshard

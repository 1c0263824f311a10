#include "geometry/chain.h"

#include <algorithm>
#include <cmath>

namespace augshard {
namespace {

template <class T>
void take_if_set(std::optional<T>& to, const std::optional<T>& from) {
  if (from) to = from;
}

bool is_axis_aligned(const Projective& map) {
  const auto& m = map.m;
  return map.is_affine() && ((m[1] == 0 && m[3] == 0) || (m[0] == 0 && m[4] == 0));
}

// Of tiles: the one that, moved, lies over the target.
std::optional<Point> invert_tiles(const DisplacementField& field, Point target) {
  for (const Point d : field.nodes) {
    const Point p{target.x - d.x, target.y - d.y};
    const Point there = field.at(p);
    if (there.x == d.x && there.y == d.y) return p;
  }
  return std::nullopt;
}

// Solves p + field(p) = target by fixed-point iteration: it converges wherever the field does not fold.
std::optional<Point> invert(const DisplacementField& field, Point target) {
  if (field.kernel == DisplacementField::Kernel::tiles) return invert_tiles(field, target);
  Point p = target;
  for (int i = 0; i < 100; ++i) {
    const Point d = field.at(p);
    const Point next{target.x - d.x, target.y - d.y};
    const double change = std::max(std::fabs(next.x - p.x), std::fabs(next.y - p.y));
    p = next;
    if (change < 1e-9) return p;
  }
  const Point d = field.at(p);
  const double miss = std::max(std::fabs(p.x + d.x - target.x), std::fabs(p.y + d.y - target.y));
  return miss < 1e-6 ? std::optional(p) : std::nullopt;
}

}  // namespace

void Chain::append(const Step& step) {
  Stage stage{step.field, step.to_input, std::nullopt};
  if (step.makes_area) stage.area = Stage::Area{output_, step.sampling};
  const bool joins = !stages_.empty() && !stage.area && stages_.front().field == nullptr;
  if (joins) {
    Stage& next = stages_.front();
    next.to_input = next.to_input * stage.to_input;
    next.field = stage.field;
  } else {
    stages_.insert(stages_.begin(), std::move(stage));
  }
  take_if_set(sampling_.interpolation, step.sampling.interpolation);
  if (!step.makes_area) {
    take_if_set(sampling_.border, step.sampling.border);
    take_if_set(sampling_.fill, step.sampling.fill);
    take_if_set(sampling_.mask_fill, step.sampling.mask_fill);
  }
  antialias_ = antialias_ && step.antialias;
  mirrors_ = mirrors_ != step.mirrors;
  output_ = step.output;
}

bool Chain::is_identity() const {
  const auto identity = [](const Stage& s) { return !s.field && !s.area && s.to_input.m == Projective{}.m; };
  return source_ == output_ && std::all_of(stages_.begin(), stages_.end(), identity);
}

bool Chain::is_axis_aligned() const {
  return std::all_of(stages_.begin(), stages_.end(),
                     [](const Stage& s) { return !s.field && augshard::is_axis_aligned(s.to_input); });
}

Point Chain::minification() const {
  Projective total;
  for (const Stage& stage : stages_) total = stage.to_input * total;
  const Point centre{output_.width / 2.0, output_.height / 2.0};
  const auto p = total.apply(centre);
  const auto right = total.apply({centre.x + 0.5, centre.y});
  const auto left = total.apply({centre.x - 0.5, centre.y});
  const auto below = total.apply({centre.x, centre.y + 0.5});
  const auto above = total.apply({centre.x, centre.y - 0.5});
  if (!p || !right || !left || !below || !above) return {1, 1};
  const auto length = [](double a, double b) { return std::sqrt(a * a + b * b); };
  return {length(right->x - left->x, below->x - above->x), length(right->y - left->y, below->y - above->y)};
}

Chain Chain::with_source(Size size) const {
  const Projective scaling = Projective::scaling(static_cast<double>(size.width) / source_.width,
                                                 static_cast<double>(size.height) / source_.height);
  Chain scaled = *this;
  scaled.source_ = size;
  // An area ends at the frame of the source as it was: the scaling comes after it.
  if (scaled.stages_.empty() || scaled.stages_.back().area) {
    scaled.stages_.push_back({nullptr, scaling, std::nullopt});
  } else {
    scaled.stages_.back().to_input = scaling * scaled.stages_.back().to_input;
  }
  return scaled;
}

std::optional<Point> Chain::to_output(Point source) const {
  std::optional<Point> p = source;
  for (auto stage = stages_.rbegin(); p && stage != stages_.rend(); ++stage) p = augshard::to_output(*stage, *p);
  return p;
}

std::optional<Point> to_output(const Chain::Stage& stage, Point input) {
  const auto inverse = stage.to_input.inverse();
  if (!inverse) return std::nullopt;
  const auto& m = inverse->m;
  const double w = m[6] * input.x + m[7] * input.y + m[8];
  if (w == 0) return std::nullopt;
  const Point p{(m[0] * input.x + m[1] * input.y + m[2]) / w, (m[3] * input.x + m[4] * input.y + m[5]) / w};
  // The inverse is known up to its sign: only the way back tells on which side of the horizon the position lies.
  if (!stage.to_input.apply(p)) return std::nullopt;
  return stage.field ? invert(*stage.field, p) : p;
}

}  // namespace augshard

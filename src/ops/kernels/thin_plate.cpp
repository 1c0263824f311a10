#include "ops/kernels/thin_plate.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/exact_math.h"

namespace augshard {
namespace {

double basis(Point a, Point b) {
  const double dx = a.x - b.x;
  const double dy = a.y - b.y;
  const double r2 = dx * dx + dy * dy;
  return r2 == 0 ? 0 : r2 * exact::log(r2);
}

using Row = std::vector<double>;

// Gauss and Jordan with partial pivoting, in one fixed order: the last two entries of each row become the solutions.
void solve(std::vector<Row>& rows) {
  const std::size_t count = rows.size();
  for (std::size_t column = 0; column < count; ++column) {
    std::size_t pivot = column;
    for (std::size_t r = column + 1; r < count; ++r) {
      if (std::fabs(rows[r][column]) > std::fabs(rows[pivot][column])) pivot = r;
    }
    std::swap(rows[pivot], rows[column]);
    for (std::size_t r = 0; r < count; ++r) {
      if (r == column || rows[r][column] == 0) continue;
      const double factor = rows[r][column] / rows[column][column];
      for (std::size_t k = column; k < count + 2; ++k) rows[r][k] -= factor * rows[column][k];
    }
  }
  for (std::size_t r = 0; r < count; ++r) {
    rows[r][count] /= rows[r][r];
    rows[r][count + 1] /= rows[r][r];
  }
}

}  // namespace

ThinPlate::ThinPlate(std::span<const Point> points, std::span<const Point> values)
    : points_(points.begin(), points.end()) {
  // The spline goes through its values, and its weights have neither sum nor moments.
  const std::size_t n = points.size();
  std::vector<Row> rows(n + 3, Row(n + 5, 0.0));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) rows[i][j] = basis(points[i], points[j]);
    const std::array<double, 3> plane{1, points[i].x, points[i].y};
    for (std::size_t k = 0; k < 3; ++k) rows[i][n + k] = rows[n + k][i] = plane[k];
    rows[i][n + 3] = values[i].x;
    rows[i][n + 4] = values[i].y;
  }
  solve(rows);
  for (const Row& row : rows) weights_.push_back({row[n + 3], row[n + 4]});
}

Point ThinPlate::at(Point p) const {
  const std::size_t n = points_.size();
  Point sum{weights_[n].x + weights_[n + 1].x * p.x + weights_[n + 2].x * p.y,
            weights_[n].y + weights_[n + 1].y * p.x + weights_[n + 2].y * p.y};
  for (std::size_t i = 0; i < n; ++i) {
    const double u = basis(p, points_[i]);
    sum.x += weights_[i].x * u;
    sum.y += weights_[i].y * u;
  }
  return sum;
}

}  // namespace augshard

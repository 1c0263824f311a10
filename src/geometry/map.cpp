#include "geometry/map.h"

#include <algorithm>
#include <cmath>

#include "base/exact_math.h"
#include "geometry/resample.h"

namespace augshard {
namespace {

// Solves the 8x8 system by Gaussian elimination with partial pivoting; false if it is singular.
bool solve(std::array<std::array<double, 9>, 8>& a) {
  for (std::size_t column = 0; column < 8; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < 8; ++row) {
      if (std::fabs(a[row][column]) > std::fabs(a[pivot][column])) pivot = row;
    }
    if (std::fabs(a[pivot][column]) < 1e-12) return false;
    std::swap(a[pivot], a[column]);
    for (std::size_t row = 0; row < 8; ++row) {
      if (row == column) continue;
      const double factor = a[row][column] / a[column][column];
      for (std::size_t k = column; k < 9; ++k) a[row][k] -= factor * a[column][k];
    }
  }
  for (std::size_t row = 0; row < 8; ++row) a[row][8] /= a[row][row];
  return true;
}

std::array<double, 4> weights_of(DisplacementField::Kernel kernel, double t) {
  if (kernel == DisplacementField::Kernel::linear) return {0, 1 - t, t, 0};
  const double u = 1 - t;
  return {u * u * u / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * u * u * u - 6 * u * u + 4) / 6, t * t * t / 6};
}

// One node alone. A position on the edge between two tiles is in the later one; beyond the tiles lies the ring.
DisplacementField::Cell tile_at(double position, double spacing, int nodes) {
  const double tile = std::floor((position + kSnap) / spacing);
  const int node = 1 + static_cast<int>(std::clamp(tile, -1.0, static_cast<double>(nodes - 3)));
  DisplacementField::Cell cell{std::clamp(node - 1, 0, nodes - 4), {}};
  cell.weights[static_cast<std::size_t>(node - cell.first)] = 1;
  return cell;
}

// Positions beyond the outermost ring keep the displacement of the rim.
DisplacementField::Cell cell_at(double position, double spacing, int nodes, DisplacementField::Kernel kernel) {
  if (kernel == DisplacementField::Kernel::tiles) return tile_at(position, spacing, nodes);
  const double scaled = std::clamp(position / spacing, 0.0, static_cast<double>(nodes - 3));
  const int cell = std::min(static_cast<int>(scaled), nodes - 4);
  return {cell, weights_of(kernel, scaled - cell)};
}

}  // namespace

Projective Projective::translation(double dx, double dy) { return {{1, 0, dx, 0, 1, dy, 0, 0, 1}}; }

Projective Projective::scaling(double sx, double sy) { return {{sx, 0, 0, 0, sy, 0, 0, 0, 1}}; }

Projective Projective::rotation(double degrees) {
  double c = 0;
  double s = 0;
  const double quarters = degrees / 90;
  if (quarters == std::floor(quarters)) {
    const auto turn = static_cast<int>(quarters - 4 * std::floor(quarters / 4));
    c = std::array{1.0, 0.0, -1.0, 0.0}[static_cast<std::size_t>(turn)];
    s = std::array{0.0, 1.0, 0.0, -1.0}[static_cast<std::size_t>(turn)];
  } else {
    c = exact::cos(exact::radians(degrees));
    s = exact::sin(exact::radians(degrees));
  }
  // Screen coordinates have y down, so the signs of the sines are those of a clockwise turn in a y-up plane.
  return {{c, s, 0, -s, c, 0, 0, 0, 1}};
}

std::optional<Projective> Projective::quad_to_quad(const std::array<Point, 4>& from, const std::array<Point, 4>& to) {
  std::array<std::array<double, 9>, 8> a{};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto [x, y] = from[i];
    const auto [u, v] = to[i];
    a[2 * i] = {x, y, 1, 0, 0, 0, -u * x, -u * y, u};
    a[2 * i + 1] = {0, 0, 0, x, y, 1, -v * x, -v * y, v};
  }
  if (!solve(a)) return std::nullopt;
  Projective result;
  for (std::size_t i = 0; i < 8; ++i) result.m[i] = a[i][8];
  return result;
}

Projective Projective::operator*(const Projective& other) const {
  Projective product;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      product.m[3 * row + column] =
          m[3 * row] * other.m[column] + m[3 * row + 1] * other.m[3 + column] + m[3 * row + 2] * other.m[6 + column];
    }
  }
  return product;
}

std::optional<Projective> Projective::inverse() const {
  const double c00 = m[4] * m[8] - m[5] * m[7];
  const double c01 = m[5] * m[6] - m[3] * m[8];
  const double c02 = m[3] * m[7] - m[4] * m[6];
  const double determinant = m[0] * c00 + m[1] * c01 + m[2] * c02;
  if (std::fabs(determinant) < 1e-18) return std::nullopt;
  Projective inverse{{c00, m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],  //
                      c01, m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],  //
                      c02, m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]}};
  for (double& value : inverse.m) value /= determinant;
  return inverse;
}

std::optional<Point> Projective::apply(Point p) const {
  const double w = m[6] * p.x + m[7] * p.y + m[8];
  if (w <= 0) return std::nullopt;
  return Point{(m[0] * p.x + m[1] * p.y + m[2]) / w, (m[3] * p.x + m[4] * p.y + m[5]) / w};
}

bool Projective::is_affine() const { return m[6] == 0 && m[7] == 0 && m[8] == 1; }

DisplacementField::Cell DisplacementField::column_cell(double x) const {
  return cell_at(x, spacing_x, columns, kernel);
}

DisplacementField::Cell DisplacementField::row_cell(double y) const { return cell_at(y, spacing_y, rows, kernel); }

void DisplacementField::blend_rows(double y, std::vector<Point>& line) const {
  const Cell row = row_cell(y);
  const auto stride = static_cast<std::size_t>(columns);
  const Point* node = nodes.data() + static_cast<std::size_t>(row.first) * stride;
  line.resize(stride);
  for (std::size_t c = 0; c < stride; ++c) {
    Point sum;
    for (std::size_t i = 0; i < 4; ++i) {
      sum.x += row.weights[i] * node[i * stride + c].x;
      sum.y += row.weights[i] * node[i * stride + c].y;
    }
    line[c] = sum;
  }
}

Point DisplacementField::at(const std::vector<Point>& line, const Cell& column) {
  const Point* node = line.data() + column.first;
  Point sum;
  for (std::size_t j = 0; j < 4; ++j) {
    sum.x += column.weights[j] * node[j].x;
    sum.y += column.weights[j] * node[j].y;
  }
  return sum;
}

Point DisplacementField::at(Point output) const {
  const Cell column = column_cell(output.x);
  const Cell row = row_cell(output.y);
  Point sum;
  for (std::size_t i = 0; i < 4; ++i) {
    const Point* node = nodes.data() + (static_cast<std::size_t>(row.first) + i) * static_cast<std::size_t>(columns) +
                        static_cast<std::size_t>(column.first);
    Point line;
    for (std::size_t j = 0; j < 4; ++j) {
      line.x += column.weights[j] * node[j].x;
      line.y += column.weights[j] * node[j].y;
    }
    sum.x += row.weights[i] * line.x;
    sum.y += row.weights[i] * line.y;
  }
  return sum;
}

Point DisplacementField::bound() const {
  Point largest;
  for (const Point& node : nodes) {
    largest.x = std::max(largest.x, std::fabs(node.x));
    largest.y = std::max(largest.y, std::fabs(node.y));
  }
  return largest;
}

}  // namespace augshard

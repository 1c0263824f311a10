#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "geometry/sampling.h"
#include "sample/annotation.h"
#include "sample/image.h"

namespace augshard {

/// A projective map of the plane, row-major 3x3, acting on column vectors (x, y, 1).
struct Projective {
  std::array<double, 9> m{1, 0, 0, 0, 1, 0, 0, 0, 1};

  static Projective translation(double dx, double dy);
  static Projective scaling(double sx, double sy);
  /// Counter-clockwise as seen on screen (y down), about the origin. Multiples of 90 degrees are exact.
  static Projective rotation(double degrees);
  /// The map that takes the four points `from` to `to`, or nothing if they are degenerate.
  static std::optional<Projective> quad_to_quad(const std::array<Point, 4>& from, const std::array<Point, 4>& to);

  /// (a * b)(p) = a(b(p)).
  Projective operator*(const Projective& other) const;
  [[nodiscard]] std::optional<Projective> inverse() const;
  /// The image of p; nothing where p lies on or beyond the horizon (third coordinate <= 0).
  [[nodiscard]] std::optional<Point> apply(Point p) const;
  /// True when the last row is (0, 0, 1).
  [[nodiscard]] bool is_affine() const;
};

/// A displacement given at the nodes of a regular grid and interpolated between them by uniform cubic B-splines (C2) or
/// linearly, or, tile by tile, that of the tile's top left node: input position = output position + displacement. Nodes
/// are in row-major order; node (r, c) stands at
/// ((c - 1) * spacing_x, (r - 1) * spacing_y) in edge coordinates, so that one ring of nodes surrounds the frame. At
/// least 4 rows and 4 columns.
struct DisplacementField {
  enum class Kernel { cubic_bspline, linear, tiles };
  int rows = 0;
  int columns = 0;
  double spacing_x = 0;
  double spacing_y = 0;
  Kernel kernel = Kernel::cubic_bspline;
  std::vector<Point> nodes;

  /// The four nodes along one axis that a position depends on: the index of the first, and their weights.
  struct Cell {
    int first;
    std::array<double, 4> weights;
  };
  [[nodiscard]] Cell column_cell(double x) const;
  [[nodiscard]] Cell row_cell(double y) const;

  [[nodiscard]] Point at(Point output) const;
  /// The nodes of all columns blended for one y: what a whole row of positions shares.
  void blend_rows(double y, std::vector<Point>& line) const;
  /// The displacement at a column of such a line: at() of the same position, to rounding.
  [[nodiscard]] static Point at(const std::vector<Point>& line, const Cell& column);
  /// The largest |displacement| in x and in y (a bound taken over the nodes).
  [[nodiscard]] Point bound() const;
};

/// What one geometry op does: where each position of its output frame comes from in its input frame.
struct Step {
  Size output;
  /// Applied last: output -> (+ field) -> to_input -> input.
  Projective to_input;
  std::shared_ptr<const DisplacementField> field;
  /// pad, pad_if_needed, letterbox and if_smaller "pad" make new area that stays fill whatever follows. All other ops
  /// leave what lies outside the frame to the source: a later op may bring it back.
  bool makes_area = false;
  /// Left and right have changed places: labels and keypoints that come in left/right pairs swap.
  bool mirrors = false;
  /// False only for a resize that was asked not to average on minification.
  bool antialias = true;
  SamplingChoice sampling;
  /// The copy does not come to be: the record has fewer patches than copies.
  bool leaves_out = false;
};

}  // namespace augshard

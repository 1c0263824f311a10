#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "geometry/map.h"
#include "op/draw.h"

namespace augshard {

/// A field of rows x columns cells that fill the frame, all displacements 0: node (r + 1, c + 1) is the top left corner
/// of cell (r, c), the last nodes but one are the frame's right and bottom edges.
DisplacementField cells_of(Size size, int rows, int columns, DisplacementField::Kernel kernel);

/// Two numbers in [-1, 1): the `index`-th of a field of noise.
Point signed_noise(std::uint64_t key, std::size_t index);

/// Every node of the field displaced by up to `most_x` and `most_y` pixels, uniformly and independently.
void shake_nodes(DisplacementField& field, double most_x, double most_y, std::uint64_t key);

/// Displacement at a position of the output frame.
using Displacement = std::function<Point(Point)>;

/// A smooth displacement as a field that a frame can be sampled with: off by less than 0.01 px in the frame, as far as
/// that is seen in the middles of its cells. The nodes' B-spline coefficients are c = f - (second difference of f) / 6
/// along each axis, which is exact for cubic polynomials.
DisplacementField field_of(Size size, const Displacement& displacement);

Step field_step(Size size, DisplacementField field);

}  // namespace augshard

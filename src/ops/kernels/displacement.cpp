#include "ops/kernels/displacement.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "random/stream.h"

namespace augshard {
namespace {

// Of a cell's middle: near a point of a thin plate, where the bending is sharpest, a field is off by some times as
// much.
constexpr double kTolerance = 0.01 / 4;
constexpr double kCoarsest = 32;  // px between nodes
constexpr double kFinest = 1;

/// Values of a displacement at the nodes of a field, and one ring more.
class Samples {
 public:
  Samples(const DisplacementField& field, const Displacement& displacement)
      : columns_(static_cast<std::size_t>(field.columns) + 2) {
    for (int r = -1; r <= field.rows; ++r) {
      for (int c = -1; c <= field.columns; ++c) {
        values_.push_back(displacement({(c - 1) * field.spacing_x, (r - 1) * field.spacing_y}));
      }
    }
  }
  [[nodiscard]] Point at(int row, int column) const {
    return values_[static_cast<std::size_t>(row + 1) * columns_ + static_cast<std::size_t>(column + 1)];
  }

 private:
  std::size_t columns_;
  std::vector<Point> values_;
};

double coefficient(double before, double here, double after) { return (8 * here - before - after) / 6; }

Point coefficient(Point before, Point here, Point after) {
  return {coefficient(before.x, here.x, after.x), coefficient(before.y, here.y, after.y)};
}

DisplacementField sampled(Size size, const Displacement& displacement, double spacing) {
  const auto cells = [spacing](int extent) { return std::max(1, static_cast<int>(std::ceil(extent / spacing))); };
  DisplacementField field =
      cells_of(size, cells(size.height), cells(size.width), DisplacementField::Kernel::cubic_bspline);
  const Samples samples(field, displacement);
  std::size_t node = 0;
  for (int r = 0; r < field.rows; ++r) {
    const auto along_row = [&](int row, int c) {
      return coefficient(samples.at(row, c - 1), samples.at(row, c), samples.at(row, c + 1));
    };
    for (int c = 0; c < field.columns; ++c) {
      field.nodes[node++] = coefficient(along_row(r - 1, c), along_row(r, c), along_row(r + 1, c));
    }
  }
  return field;
}

bool is_fine_enough(const DisplacementField& field, const Displacement& displacement) {
  for (int r = 0; r + 3 < field.rows; ++r) {
    for (int c = 0; c + 3 < field.columns; ++c) {
      const Point middle{(c + 0.5) * field.spacing_x, (r + 0.5) * field.spacing_y};
      const Point made = field.at(middle);
      const Point wanted = displacement(middle);
      if (std::fabs(made.x - wanted.x) > kTolerance || std::fabs(made.y - wanted.y) > kTolerance) return false;
    }
  }
  return true;
}

}  // namespace

DisplacementField cells_of(Size size, int rows, int columns, DisplacementField::Kernel kernel) {
  DisplacementField field;
  field.rows = rows + 3;
  field.columns = columns + 3;
  field.spacing_x = static_cast<double>(size.width) / columns;
  field.spacing_y = static_cast<double>(size.height) / rows;
  field.kernel = kernel;
  field.nodes.resize(static_cast<std::size_t>(field.rows) * static_cast<std::size_t>(field.columns));
  return field;
}

Point signed_noise(std::uint64_t key, std::size_t index) {
  const auto words = noise_block(key, index);
  const auto signed_unit = [](std::uint32_t word) { return static_cast<double>(word) * 0x1p-31 - 1; };
  return {signed_unit(words[0]), signed_unit(words[1])};
}

void shake_nodes(DisplacementField& field, double most_x, double most_y, std::uint64_t key) {
  for (std::size_t i = 0; i < field.nodes.size(); ++i) {
    const Point noise = signed_noise(key, i);
    field.nodes[i] = {most_x * noise.x, most_y * noise.y};
  }
}

DisplacementField field_of(Size size, const Displacement& displacement) {
  double spacing = kCoarsest;
  DisplacementField field = sampled(size, displacement, spacing);
  while (spacing > kFinest && !is_fine_enough(field, displacement)) {
    spacing /= 2;
    field = sampled(size, displacement, spacing);
  }
  return field;
}

Step field_step(Size size, DisplacementField field) {
  Step step;
  step.output = size;
  step.field = std::make_shared<const DisplacementField>(std::move(field));
  return step;
}

}  // namespace augshard

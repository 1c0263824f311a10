#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "geometry/map.h"

namespace augshard {

/// A run of geometry ops as one map from the output frame to the source frame. Crops and warps hide nothing: only ops
/// that make area (Step::makes_area) stand between a position and the source.
class Chain {
 public:
  /// One piece of the map, from the frame nearer the output to the one nearer the source: field, then projective map,
  /// then the edge of the frame that an area-making op had as its input.
  struct Stage {
    std::shared_ptr<const DisplacementField> field;
    Projective to_input;
    struct Area {
      Size frame;
      SamplingChoice sampling;
    };
    std::optional<Area> area;
  };

  explicit Chain(Size source) : source_(source), output_(source) {}

  void append(const Step& step);

  [[nodiscard]] Size source() const { return source_; }
  [[nodiscard]] Size output() const { return output_; }
  /// From the output to the source.
  [[nodiscard]] std::span<const Stage> stages() const { return stages_; }
  /// What the ops of the run asked for; unset where none did. Border and fill are those for outside the source.
  [[nodiscard]] const SamplingChoice& sampling() const { return sampling_; }
  [[nodiscard]] bool antialias() const { return antialias_; }
  /// True after an odd number of steps that mirror left and right.
  [[nodiscard]] bool mirrors() const { return mirrors_; }
  [[nodiscard]] bool is_identity() const;
  /// True when every piece is a scaling, a flip, a transposition or a shift: rows and columns can be treated apart.
  [[nodiscard]] bool is_axis_aligned() const;
  /// Output pixels a source pixel side is shrunk by, in source x and y, at the centre of the output; below 1 =
  /// enlarged. Fields are left out.
  [[nodiscard]] Point minification() const;

  /// The same map from a source that was scaled to another size.
  [[nodiscard]] Chain with_source(Size size) const;

  /// Where a source position lands in the output: the inverse of the map, areas left aside. Nothing where to_output()
  /// of a stage gives nothing.
  [[nodiscard]] std::optional<Point> to_output(Point source) const;

 private:
  Size source_;
  Size output_;
  std::vector<Stage> stages_;
  SamplingChoice sampling_;
  bool antialias_ = true;
  bool mirrors_ = false;
};

/// Where a position of a stage's input frame lands in its output frame. Nothing beyond a horizon, or where a field
/// folds over itself and no inverse is found within 1e-6 px.
std::optional<Point> to_output(const Chain::Stage& stage, Point input);

}  // namespace augshard

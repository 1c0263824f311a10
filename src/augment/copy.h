#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "augment/choose.h"
#include "augment/targets.h"
#include "geometry/chain.h"
#include "sample/sample.h"

namespace augshard {

/// One copy in the making: the sample as it stands, and the geometry that waits to be applied to it.
class Copy {
 public:
  /// `source` and what `targets` refers to must outlive the copy.
  Copy(const Sample& source, const Targets& targets, const CopyKey& key);
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  /// Applies an op of any kind but mix; what it drew is added to `log`. An error rejects the record.
  Expected<bool> apply(const ChosenOp& chosen, std::vector<OpDraws>& log);

  /// An op found that this copy does not come to be (Step::leaves_out).
  [[nodiscard]] bool is_left_out() const { return left_out_; }
  /// What the next op sees; for as long as the copy stays as it is.
  Scene scene();
  /// The sample with all geometry applied, free to be changed.
  Sample& own();
  /// Goes on with another sample, of maybe another size.
  void replace(Sample sample);
  /// What the targets mean now: labels ops may have changed the kind of a mask.
  [[nodiscard]] const Targets& targets() const { return targets_; }

  [[nodiscard]] double warp_seconds() const { return warp_seconds_; }      ///< sampling of composed geometry
  [[nodiscard]] double colour_seconds() const { return colour_seconds_; }  ///< all other ops

 private:
  Expected<bool> apply(const ChosenOp& chosen, const BoundOp& op, Draws& draws);
  Expected<bool> append(Expected<Step> step, const SamplingChoice& sampling);
  void change_masks(const BoundOp& op, Draws& draws);
  void make_boxes(const BoundOp& op);
  [[nodiscard]] const Sample& current() const { return made_ ? *made_ : source_; }
  const Image* label_mask(std::string_view name);
  [[nodiscard]] std::vector<LabeledBox> boxes() const;

  const Sample& source_;
  Targets targets_;
  std::vector<MaskTarget> masks_;  ///< what targets_ refers to once an op has changed a mask's kind
  CopyKey key_;
  Chain chain_;
  bool pending_ = false;
  bool left_out_ = false;
  std::optional<Sample> made_;
  std::optional<std::pair<std::size_t, Image>> mask_seen_;  ///< which, and its pixels
  double warp_seconds_ = 0;
  double colour_seconds_ = 0;
};

}  // namespace augshard

#include "augment/augment.h"

#include <algorithm>
#include <optional>

#include "augment/apply_pixels.h"
#include "augment/erase.h"
#include "augment/keep.h"
#include "base/stopwatch.h"
#include "geometry/annotations.h"
#include "geometry/resample.h"

namespace augshard {
namespace {

std::vector<double> scaled(std::vector<double> fractions, double range) {
  for (double& value : fractions) value *= range;
  return fractions;
}

TargetSampling image_sampling(const Chain& chain, const ImageTarget& target, DType dtype) {
  const SamplingChoice& asked = chain.sampling();
  const double range = range_of(dtype);
  TargetSampling sampling;
  sampling.interpolation = asked.interpolation.value_or(target.interpolation);
  sampling.antialias = chain.antialias();
  sampling.source = {asked.border.value_or(target.border), scaled(asked.fill.value_or(target.fill), range)};
  for (const Chain::Stage& stage : chain.stages()) {
    TargetSampling::Outside outside{Border::constant, {0.0}};
    if (stage.area) {
      outside.border = stage.area->sampling.border.value_or(Border::constant);
      outside.fill = scaled(stage.area->sampling.fill.value_or(std::vector{0.0}), range);
    }
    sampling.areas.push_back(std::move(outside));
  }
  return sampling;
}

/// A mask's interpolation is always its own: an op's would invent labels. Its border is its fill unless it follows the
/// image's.
TargetSampling mask_sampling(const Chain& chain, const MaskTarget& target, const TargetSampling& image) {
  TargetSampling sampling;
  sampling.interpolation = target.interpolation;
  sampling.antialias = chain.antialias();
  const auto outside = [&](Border image_border, const std::optional<double>& fill) {
    return TargetSampling::Outside{target.border_same ? image_border : Border::constant, {fill.value_or(target.fill)}};
  };
  sampling.source = outside(image.source.border, chain.sampling().mask_fill);
  for (std::size_t s = 0; s < chain.stages().size(); ++s) {
    const auto& area = chain.stages()[s].area;
    sampling.areas.push_back(outside(image.areas[s].border, area ? area->sampling.mask_fill : std::nullopt));
  }
  return sampling;
}

/// The other one of its pair, or the label itself.
template <class T, class Pairs>
T swapped(T label, const Pairs& pairs) {
  for (const auto& [left, right] : pairs) {
    if (label == static_cast<T>(left)) return static_cast<T>(right);
    if (label == static_cast<T>(right)) return static_cast<T>(left);
  }
  return label;
}

void swap_labels(Image& mask, const LabelSwaps& pairs) {
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (T& value : mask.values<T>()) value = swapped(value, pairs);
  });
}

std::vector<Object> map_objects(const std::vector<Object>& objects, const Chain& chain, const BoxesTarget& target) {
  std::vector<Object> mapped;
  mapped.reserve(objects.size());
  for (const Object& object : objects) {
    mapped.push_back(map_object(chain, object));
    if (chain.mirrors()) mapped.back().label = swapped(object.label, target.flip_label_swap);
  }
  return mapped;
}

KeypointSet map_keypoints(const KeypointSet& points, const Chain& chain, const KeypointsTarget& target) {
  KeypointSet mapped(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto place = chain.mirrors() ? static_cast<std::size_t>(swapped(static_cast<int>(i), target.flip_pairs)) : i;
    mapped[place] = map_keypoint(chain, points[i]);
  }
  return mapped;
}

// The one of that name; of no name "mask", else the first by name.
std::optional<std::size_t> find_label_mask(std::span<const MaskTarget> masks, std::string_view name) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < masks.size(); ++i) {
    if (masks[i].kind != MaskKind::label) continue;
    if (masks[i].name == (name.empty() ? "mask" : name)) return i;
    if (name.empty() && (!found || masks[i].name < masks[*found].name)) found = i;
  }
  return found;
}

void apply_erasure(Sample& sample, const Erasure& erasure, const Targets& targets) {
  erase(sample.image, erasure);
  if (!erasure.mask_fill) return;
  for (std::size_t i = 0; i < sample.masks.size(); ++i) {
    const MaskTarget& target = targets.masks[i];
    if (target.kind == MaskKind::heatmap) continue;
    // The number of an instance is no label: the label asked for would be another thing there.
    const bool is_instance = target.kind == MaskKind::instance;
    erase(sample.masks[i], erasure, is_instance ? target.fill : *erasure.mask_fill);
  }
}

/// One copy in the making: the sample as it stands, and the geometry that waits to be applied to it.
class Copy {
 public:
  Copy(const Sample& source, const Targets& targets, const CopyKey& key)
      : source_(source), targets_(targets), key_(key), chain_(source.image.size()) {}

  /// What the op drew is added to `log`.
  Expected<bool> apply(const ChosenOp& chosen, std::vector<OpDraws>& log) {
    const auto* op = std::get_if<BoundOp>(&chosen.node->content);
    if (op == nullptr || op->info->kind == OpKind::pixels) {
      Sample& sample = own();
      const Stopwatch watch(colour_seconds_);
      return apply_pixels(chosen, key_, sample.image, log);
    }
    if (auto error = check_supported(*chosen.node, *op, current().image)) return *error;
    Draws draws = key_.draws(chosen.path, chosen.recorded);
    const auto applied = apply(chosen, *op, draws);
    if (!applied) return applied.error();
    return log_draws(chosen, draws, log);
  }

  [[nodiscard]] bool is_left_out() const { return left_out_; }

  void finish(Augmented& result) {
    keep_visible(own(), targets_);
    result.sample = std::move(*made_);
    result.warp_seconds = warp_seconds_;
    result.colour_seconds = colour_seconds_;
  }

 private:
  Expected<bool> apply(const ChosenOp& chosen, const BoundOp& op, Draws& draws) {
    if (const auto* geometry = std::get_if<GeometryKernel>(&op.info->kernel)) {
      return append((*geometry)(op.params.get(), scene(), draws), chosen.node->sampling);
    }
    Sample& sample = own();
    const Scene seen = scene();
    const Stopwatch watch(colour_seconds_);
    if (const auto* regions = std::get_if<RegionsKernel>(&op.info->kernel)) {
      apply_erasure(sample, (*regions)(op.params.get(), seen, draws), targets_);
    } else if (const auto* labels = std::get_if<LabelsKernel>(&op.info->kernel)) {
      for (std::size_t i = 0; i < sample.masks.size(); ++i) {
        if (targets_.masks[i].kind == MaskKind::label) (*labels)(op.params.get(), sample.masks[i], draws);
      }
    }
    return true;
  }

  [[nodiscard]] const Sample& current() const { return made_ ? *made_ : source_; }

  Expected<bool> append(Expected<Step> step, const SamplingChoice& sampling) {
    if (!step) return step.error();
    left_out_ = step->leaves_out;
    step->sampling = sampling;
    chain_.append(*step);
    pending_ = true;
    mask_seen_.reset();
    return true;
  }

  Scene scene() {
    Scene scene{.size = chain_.output()};
    scene.label_mask = [this](std::string_view name) { return label_mask(name); };
    scene.boxes = [this] { return boxes(); };
    if (key_.copy > 0) {
      scene.copy = key_.copy;
      scene.copies = key_.copies;
    }
    return scene;
  }

  // The label mask as the next op would see it; made only for ops that ask.
  const Image* label_mask(std::string_view name) {
    const auto which = find_label_mask(targets_.masks, name);
    if (!which) return nullptr;
    if (!pending_) return &current().masks[*which];
    if (!mask_seen_ || mask_seen_->first != *which) {
      const TargetSampling image = image_sampling(chain_, targets_.image, current().image.dtype());
      const TargetSampling own = mask_sampling(chain_, targets_.masks[*which], image);
      mask_seen_.emplace(*which, resample(current().masks[*which], chain_, own));
    }
    return &mask_seen_->second;
  }

  // Upright boxes around what is left of each object in the frame, as the next op would see them.
  [[nodiscard]] std::vector<LabeledBox> boxes() const {
    std::vector<LabeledBox> boxes;
    for (const auto& objects : current().objects) {
      for (const Object& object : objects) {
        const Object mapped = map_object(chain_, object);
        if (!mapped.outline.empty()) boxes.push_back({bounds_of(mapped.outline), mapped.label});
      }
    }
    return boxes;
  }

  // The sample with all geometry applied, free to be changed.
  Sample& own() {
    if (pending_ || !made_) {
      const Stopwatch watch(warp_seconds_);
      made_ = apply_chain(current(), chain_, targets_);
      chain_ = Chain(made_->image.size());
      pending_ = false;
    }
    return *made_;
  }

  const Sample& source_;
  Targets targets_;
  CopyKey key_;
  Chain chain_;
  bool pending_ = false;
  bool left_out_ = false;
  std::optional<Sample> made_;
  std::optional<std::pair<std::size_t, Image>> mask_seen_;  ///< which, and its pixels
  double warp_seconds_ = 0;
  double colour_seconds_ = 0;
};

}  // namespace

Targets targets_of(const Spec& spec) { return {spec.image, spec.masks, spec.boxes, spec.keypoints}; }

Sample apply_chain(const Sample& source, const Chain& chain, const Targets& targets) {
  const TargetSampling sampling = image_sampling(chain, targets.image, source.image.dtype());
  Sample output;
  output.image = resample(source.image, chain, sampling);
  for (std::size_t i = 0; i < source.masks.size(); ++i) {
    const MaskTarget& target = targets.masks[i];
    output.masks.push_back(resample(source.masks[i], chain, mask_sampling(chain, target, sampling)));
    if (chain.mirrors() && !target.flip_label_swap.empty()) swap_labels(output.masks.back(), target.flip_label_swap);
  }
  for (std::size_t i = 0; i < source.objects.size(); ++i) {
    output.objects.push_back(map_objects(source.objects[i], chain, targets.boxes[i]));
  }
  for (std::size_t i = 0; i < source.keypoints.size(); ++i) {
    auto& sets = output.keypoints.emplace_back();
    for (const KeypointSet& set : source.keypoints[i]) sets.push_back(map_keypoints(set, chain, targets.keypoints[i]));
  }
  return output;
}

Expected<Augmented> augment(const Sample& source, const OpList& ops, const Targets& targets, const CopyKey& key) {
  Augmented result;
  Copy copy(source, targets, key);
  const auto chosen = choose_ops(ops, key, result.draws);
  if (!chosen) return chosen.error();
  for (const ChosenOp& op : *chosen) {
    if (const auto applied = copy.apply(op, result.draws); !applied) return applied.error();
    if (copy.is_left_out()) {
      result.left_out = true;
      return result;
    }
  }
  copy.finish(result);
  return result;
}

}  // namespace augshard

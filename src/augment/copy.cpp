#include "augment/copy.h"

#include <algorithm>

#include "augment/apply_chain.h"
#include "augment/apply_pixels.h"
#include "augment/erase.h"
#include "augment/mask_choice.h"
#include "augment/mix_annotations.h"
#include "base/stopwatch.h"
#include "geometry/annotations.h"

namespace augshard {
namespace {

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

}  // namespace

Copy::Copy(const Sample& source, const Targets& targets, const CopyKey& key)
    : source_(source), targets_(targets), key_(key), chain_(source.image.size()) {}

Expected<bool> Copy::apply(const ChosenOp& chosen, std::vector<OpDraws>& log) {
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
  return log_draws(chosen, key_, draws, log);
}

Expected<bool> Copy::apply(const ChosenOp& chosen, const BoundOp& op, Draws& draws) {
  if (const auto* geometry = std::get_if<GeometryKernel>(&op.info->kernel)) {
    return append((*geometry)(op.params.get(), scene(), draws), chosen.node->sampling);
  }
  Sample& sample = own();
  const Scene seen = scene();
  const Stopwatch watch(colour_seconds_);
  if (const auto* regions = std::get_if<RegionsKernel>(&op.info->kernel)) {
    apply_erasure(sample, (*regions)(op.params.get(), seen, draws), targets_);
  } else if (op.info->kind == OpKind::labels) {
    change_masks(op, draws);
  } else if (op.info->kind == OpKind::boxes) {
    make_boxes(op);
  }
  return true;
}

Expected<bool> Copy::append(Expected<Step> step, const SamplingChoice& sampling) {
  if (!step) return step.error();
  left_out_ = left_out_ || step->leaves_out;
  step->sampling = sampling;
  chain_.append(*step);
  pending_ = true;
  mask_seen_.reset();
  return true;
}

void Copy::change_masks(const BoundOp& op, Draws& draws) {
  const auto& kernel = std::get<LabelsKernel>(op.info->kernel);
  for (std::size_t i = 0; i < made_->masks.size(); ++i) {
    if (!acts_on(op, targets_.masks[i].name, targets_.masks[i].kind)) continue;
    kernel(op.params.get(), made_->masks[i], draws);
    if (!op.info->mask_kind) continue;
    if (masks_.empty()) masks_.assign(targets_.masks.begin(), targets_.masks.end());
    masks_[i] = changed_kind(masks_[i], op.info->mask_kind(op.params.get()));
    targets_.masks = masks_;
  }
}

void Copy::make_boxes(const BoundOp& op) {
  const auto from = find_id_mask(targets_.masks, mask_of(op));
  const auto target = find_boxes_from_ops(targets_.boxes, boxes_of(op));
  if (!from || !target) return;  // the pipeline's check has seen to that
  const auto& kernel = std::get<BoxesKernel>(op.info->kernel);
  Image& mask = made_->masks[*from];
  // Only the ids of things may be numbered anew: those of classes mean what they are.
  const bool numbers_things = targets_.masks[*from].kind == MaskKind::instance;
  Image ids = numbers_things ? std::move(mask) : mask.clone();
  auto& objects = made_->objects[*target];
  objects.clear();
  for (const LabeledBox& box : kernel(op.params.get(), ids)) objects.push_back(object_of(box.box, box.label));
  if (numbers_things) mask = std::move(ids);
}

Scene Copy::scene() {
  Scene scene{.size = chain_.output()};
  scene.label_mask = [this](std::string_view name) { return label_mask(name); };
  scene.boxes = [this] { return boxes(); };
  scene.area_of = [this](std::span<const std::size_t> boxes) { return area_of_boxes(current(), targets_, boxes); };
  if (key_.copy > 0) {
    scene.copy = key_.copy;
    scene.copies = key_.copies;
  }
  return scene;
}

Sample& Copy::own() {
  if (pending_ || !made_) {
    const Stopwatch watch(warp_seconds_);
    made_ = apply_chain(current(), chain_, targets_);
    chain_ = Chain(made_->image.size());
    pending_ = false;
  }
  return *made_;
}

void Copy::replace(Sample sample) {
  made_ = std::move(sample);
  chain_ = Chain(made_->image.size());
  mask_seen_.reset();
}

// The label mask as the next op would see it; made only for ops that ask.
const Image* Copy::label_mask(std::string_view name) {
  const auto which = find_label_mask(targets_.masks, name);
  if (!which || current().masks[*which].channels() != 1) return nullptr;  // stacked masks hold two ids a pixel
  if (!pending_) return &current().masks[*which];
  if (!mask_seen_ || mask_seen_->first != *which) {
    mask_seen_.emplace(*which, apply_chain_to_mask(current(), *which, chain_, targets_));
  }
  return &mask_seen_->second;
}

// Upright boxes around what is left of each object in the frame, as the next op would see them.
std::vector<LabeledBox> Copy::boxes() const {
  std::vector<LabeledBox> boxes;
  for (const auto& objects : current().objects) {
    for (const Object& object : objects) {
      const Object mapped = map_object(chain_, object);
      if (!mapped.outline.empty()) boxes.push_back({bounds_of(mapped.outline), mapped.label});
    }
  }
  return boxes;
}

}  // namespace augshard

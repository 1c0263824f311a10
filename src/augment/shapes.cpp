#include "augment/shapes.h"

#include <algorithm>

#include "augment/mask_choice.h"

namespace augshard {
namespace {

/// What holds whichever of the two happened.
Shape either(const Shape& a, const Shape& b) {
  Shape shared;
  if (a.size == b.size) shared.size = a.size;
  if (a.channels == b.channels) shared.channels = a.channels;
  if (a.dtype == b.dtype) shared.dtype = a.dtype;
  return shared;
}

SampleShape either(const SampleShape& a, const SampleShape& b) {
  SampleShape shared{either(a.image, b.image), {}, a.kinds};
  for (std::size_t i = 0; i < a.masks.size(); ++i) shared.masks.push_back(either(a.masks[i], b.masks[i]));
  return shared;
}

class Follower {
 public:
  Follower(const std::vector<MaskTarget>& targets, Diagnostics& diagnostics)
      : targets_(targets), diagnostics_(diagnostics) {}

  SampleShape through(const OpNode& node, const SampleShape& in) {
    if (node.p <= 0) return in;
    const SampleShape out = std::holds_alternative<BoundOp>(node.content)
                                ? through(node, std::get<BoundOp>(node.content), in)
                                : through(node, std::get<Composition>(node.content), in);
    return node.p < 1 ? either(node, in, out) : out;
  }

  SampleShape through_all(const OpList& ops, SampleShape shape) {
    for (const OpNode& node : ops) shape = through(node, shape);
    return shape;
  }

 private:
  SampleShape through(const OpNode& node, const BoundOp& op, const SampleShape& in) {
    SampleShape out = in;
    if (op.info->kind == OpKind::labels) {
      for (std::size_t i = 0; i < out.masks.size(); ++i) {
        if (acts_on(op, targets_[i].name, in.kinds[i])) change_mask(node, op, i, out);
      }
      return out;
    }
    if (op.info->kind == OpKind::boxes) return out;
    check(node, op, in.image);
    if (op.info->kind == OpKind::mix) {
      check_mix(node, op, in);
      mix_masks(op, out);
    }
    out.image = op.info->shape(op.params.get(), in.image);
    return out;
  }

  SampleShape through(const OpNode& node, const Composition& composition, const SampleShape& in) {
    using Kind = Composition::Kind;
    if (composition.ops.empty()) return in;
    if (composition.kind == Kind::sequential || composition.kind == Kind::replay)
      return through_all(composition.ops, in);
    if (composition.kind == Kind::blend || composition.kind == Kind::selective_channels) {
      check_parts(node, composition, in);
      return in;
    }
    // one_of, some_of and random_order: whatever comes out must be what each member alone leaves.
    SampleShape out = through(composition.ops.front(), in);
    for (std::size_t i = 1; i < composition.ops.size(); ++i) out = either(node, out, through(composition.ops[i], in));
    if (composition.kind == Composition::Kind::one_of) return out;
    return either(node, in, out);
  }

  SampleShape either(const OpNode& node, const SampleShape& a, const SampleShape& b) {
    for (std::size_t i = 0; i < a.kinds.size(); ++i) {
      if (a.kinds[i] == b.kinds[i]) continue;
      report(node,
             "the mask '" + targets_[i].name + "' is of the kind " + std::string(name_of(a.kinds[i])) +
                 " in some copies and " + std::string(name_of(b.kinds[i])) + " in others",
             "what changes the kind of a mask stands in every copy: without p, outside of one_of and the like");
    }
    return augshard::either(a, b);
  }

  void change_mask(const OpNode& node, const BoundOp& op, std::size_t which, SampleShape& shape) {
    Shape& mask = shape.masks[which];
    const std::vector<int> channels = channels_of(op);
    if (mask.channels && !channels.empty() &&
        std::find(channels.begin(), channels.end(), *mask.channels) == channels.end()) {
      report(node, op, "masks of " + std::to_string(*mask.channels) + " channels", "put it before what makes them");
    }
    const auto& types = op.info->types;
    if (mask.dtype && std::find(types.begin(), types.end(), *mask.dtype) == types.end()) {
      report(node, op, std::string(name_of(*mask.dtype)) + " masks", "put it before what makes them");
    }
    mask = op.info->shape(op.params.get(), mask);
    if (op.info->mask_kind) shape.kinds[which] = op.info->mask_kind(op.params.get());
  }

  // Ops on a part of the image, or on copies of it that are mixed: what they make must be of the form that it was.
  void check_parts(const OpNode& node, const Composition& composition, const SampleShape& in) {
    SampleShape part = in;
    if (composition.kind == Composition::Kind::selective_channels) {
      const int highest = *std::max_element(composition.channels.begin(), composition.channels.end());
      if (in.image.channels && highest >= *in.image.channels) {
        report(node,
               "channel " + std::to_string(highest) + " is asked for, and images have " +
                   std::to_string(*in.image.channels),
               "channels are numbered from 0");
      }
      part.image.channels = static_cast<int>(composition.channels.size());
    }
    for (const OpNode& child : composition.ops) {
      const SampleShape made = through(child, part);
      if (!part.image.dtype || !part.image.channels || made.image == part.image) continue;
      report(child, "an op that changes the type or the channels of a part of the image stands here",
             "put it before or after");
    }
  }

  static void mix_masks(const BoundOp& op, SampleShape& shape) {
    for (std::size_t i = 0; i < shape.masks.size(); ++i) {
      const bool changes = op.info->mask_shape && shape.kinds[i] != MaskKind::heatmap;
      if (changes) shape.masks[i] = op.info->mask_shape(op.params.get(), shape.masks[i]);
    }
  }

  // What differs between records meets in a mix.
  void check_mix(const OpNode& node, const BoundOp& op, const SampleShape& in) {
    if (op.info->equal_sizes && !in.image.size) {
      report(node, op, "images of different sizes", "put a resize, letterbox or crop to one size before it");
    }
    if (!in.image.channels) {
      report(node, op, "images of different channel counts", R"("color" or "alpha" in /targets/image make them one)");
    }
    if (!in.image.dtype) report(node, op, "images of different types", "put a cast before it");
    for (std::size_t i = 0; i < in.masks.size(); ++i) {
      const Shape& mask = in.masks[i];
      const bool stacks =
          op.info->mask_shape && in.kinds[i] != MaskKind::heatmap && op.info->mask_shape(op.params.get(), mask) != mask;
      if (mask.channels && (*mask.channels == 1 || !stacks)) continue;
      report(node, op, "the mask '" + targets_[i].name + "', stacked before", "stack masks once, without p");
    }
  }

  void check(const OpNode& node, const BoundOp& op, const Shape& in) {
    const auto& types = op.info->types;
    if (in.dtype && std::find(types.begin(), types.end(), *in.dtype) == types.end()) {
      report(node, op, std::string(name_of(*in.dtype)) + " images", "put a cast before it, or leave it out");
    }
    const std::vector<int> channels = channels_of(op);
    if (in.channels && !channels.empty() &&
        std::find(channels.begin(), channels.end(), *in.channels) == channels.end()) {
      report(node, op, "images of " + std::to_string(*in.channels) + (*in.channels == 1 ? " channel" : " channels"),
             R"("color" or "alpha" in /targets/image change the channels of all images)");
    }
  }

  void report(const OpNode& node, const BoundOp& op, const std::string& what, const std::string& hint) {
    report(node, "op '" + op.info->name + "' has no meaning for " + what, hint);
  }

  void report(const OpNode& node, const std::string& message, const std::string& hint) {
    const bool known = std::any_of(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& d) {
      return d.pointer == node.pointer && d.message == message;
    });
    if (known) return;
    Diagnostic d;
    d.code = "unsupported";
    d.pointer = node.pointer;
    d.message = message;
    d.hint = hint;
    diagnostics_.push_back(std::move(d));
  }

  const std::vector<MaskTarget>& targets_;
  Diagnostics& diagnostics_;
};

}  // namespace

SampleShape infer_shapes(const OpList& ops, const SampleShape& in, const std::vector<MaskTarget>& targets,
                         Diagnostics& diagnostics) {
  SampleShape shape = in;
  if (shape.kinds.empty()) {
    for (const MaskTarget& target : targets) shape.kinds.push_back(target.kind);
  }
  return Follower(targets, diagnostics).through_all(ops, shape);
}

}  // namespace augshard

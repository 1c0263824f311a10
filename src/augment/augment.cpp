#include "augment/augment.h"

#include <memory>
#include <optional>

#include "augment/apply_pixels.h"
#include "augment/copy.h"
#include "augment/keep.h"
#include "augment/mix.h"
#include "base/stopwatch.h"
#include "spec/for_each_op.h"

namespace augshard {
namespace {

/// Makes samples of one copy: its own, and those of the partners in it.
class Maker {
 public:
  Maker(const OpList& ops, const Targets& targets, const Partners& partners, Augmented& result)
      : ops_(ops), targets_(targets), partners_(partners), result_(result) {}

  /// `place`: of the source among the records.
  Expected<Sample> make(const Sample& source, std::span<const OpNode* const> nodes, const CopyKey& key,
                        std::int64_t place) {
    const auto ops = choose_ops(nodes, key, result_.draws);
    if (!ops) return ops.error();
    Copy copy(source, targets_, key);
    for (const ChosenOp& chosen : *ops) {
      const auto applied = is_mix(chosen) ? mix(copy, chosen, source, key, place) : copy.apply(chosen, result_.draws);
      if (!applied) return applied.error();
      if (copy.is_left_out()) {
        result_.left_out = key.prefix.empty();
        return Error{"left-out", "the ops make no such copy of it", ""};
      }
    }
    Sample sample = std::move(copy.own());
    result_.warp_seconds += copy.warp_seconds();
    result_.colour_seconds += copy.colour_seconds();
    if (key.prefix.empty()) {
      for (const auto& objects : sample.objects) result_.annotated.push_back(objects.size());
      keep_visible(sample, copy.targets());
    }
    return sample;
  }

 private:
  static bool is_mix(const ChosenOp& chosen) {
    const auto* op = std::get_if<BoundOp>(&chosen.node->content);
    return op != nullptr && op->info->kind == OpKind::mix;
  }

  Expected<bool> mix(Copy& copy, const ChosenOp& chosen, const Sample& source, const CopyKey& key, std::int64_t place) {
    const BoundOp& op = std::get<BoundOp>(chosen.node->content);
    if (auto error = check_supported(*chosen.node, op, copy.own().image)) return *error;
    Draws draws = key.draws(chosen.path);
    OpDraws log{key.prefix + chosen.path, op.info->name, chosen.coin};
    const auto& kernel = std::get<MixKernel>(op.info->kernel);
    const int count = kernel.partners(op.params.get());
    const std::vector<const OpNode*> before = ops_before(ops_, *chosen.node);
    std::vector<Sample> partners;
    for (int i = 1; i <= count; ++i) {
      CopyKey partner_key = key;
      partner_key.prefix = log.path + "/partner" + std::to_string(i) + "/";
      auto partner = make_partner(source, before, partner_key, place, draws);
      if (!partner) return partner.error();
      log.partners.push_back(std::move(partner->key));
      partners.push_back(std::move(partner->sample));
    }
    std::vector<const Sample*> samples{&copy.own()};
    for (const Sample& partner : partners) samples.push_back(&partner);
    if (op.info->equal_sizes) {
      if (auto error = check_equal_sizes(op, samples, log.partners)) return *error;
    }
    std::vector<std::unique_ptr<Copy>> views;  // scenes point into them
    std::vector<Scene> scenes;
    for (const Sample* sample : samples) {
      views.push_back(std::make_unique<Copy>(*sample, copy.targets(), key));
      scenes.push_back(views.back()->scene());
    }
    const auto layers = kernel.mix(op.params.get(), scenes, draws);
    if (!layers) return layers.error();
    const Stopwatch watch(result_.colour_seconds);
    auto mixed = apply_mix(*layers, samples, copy.targets());
    if (!mixed) return mixed.error();
    copy.replace(std::move(*mixed));
    if (key.prefix.empty()) result_.own_share *= own_share(*layers);
    log.numbers.insert(log.numbers.end(), draws.log().begin(), draws.log().end());
    result_.draws.push_back(std::move(log));
    return true;
  }

  /// Draws records until one can be loaded and made; a record without others is its own partner.
  Expected<Partners::Partner> make_partner(const Sample& source, std::span<const OpNode* const> nodes,
                                           const CopyKey& key, std::int64_t place, Draws& draws) {
    if (partners_.count < 2) {
      auto sample = make(source, nodes, key, place);
      if (!sample) return sample.error();
      return Partners::Partner{std::string(key.record), std::move(*sample)};
    }
    constexpr int kTries = 8;
    Error last;
    for (int i = 0; i < kTries; ++i) {
      const std::int64_t other = draws.below("partner", partners_.count - 1);
      const std::int64_t drawn = other < place ? other : other + 1;
      const std::size_t logged = result_.draws.size();
      auto partner = partners_.load(drawn);
      if (partner) {
        auto sample = make(partner->sample, nodes, key, drawn);
        if (sample) return Partners::Partner{std::move(partner->key), std::move(*sample)};
        last = {sample.error().code, partner->key + ": " + sample.error().message, sample.error().hint};
      } else {
        last = partner.error();
      }
      result_.draws.resize(logged);
    }
    return Error{"partner",
                 "none of " + std::to_string(kTries) +
                     " records drawn to be mixed in could be used, the last one: " + last.message,
                 last.hint};
  }

  static std::optional<Error> check_equal_sizes(const BoundOp& op, std::span<const Sample* const> samples,
                                                const std::vector<std::string>& keys) {
    const auto text = [](Size size) { return std::to_string(size.width) + "x" + std::to_string(size.height); };
    const Size own = samples[0]->image.size();
    for (std::size_t i = 1; i < samples.size(); ++i) {
      const Size size = samples[i]->image.size();
      if (size == own) continue;
      return Error{"size-mismatch",
                   "op '" + op.info->name + "' needs one size, and the image is " + text(own) + ", its partner '" +
                       keys[i - 1] + "' " + text(size),
                   "put a resize, letterbox or crop before it"};
    }
    return std::nullopt;
  }

  // Of the picture below the layers that blend into all of it.
  static double own_share(const Mix& mix) {
    double share = 1;
    for (const Layer& layer : mix.layers) {
      if (layer.sample != 0 && layer.share < 1 && layer.cover.empty()) share *= 1 - layer.share;
    }
    return share;
  }

  const OpList& ops_;
  const Targets& targets_;
  const Partners& partners_;
  Augmented& result_;
};

}  // namespace

Targets targets_of(const Spec& spec) { return {spec.image, spec.masks, spec.boxes, spec.keypoints}; }

Expected<Augmented> augment(const Sample& source, const OpList& ops, const Targets& targets, const CopyKey& key,
                            const Partners& partners) {
  Augmented result;
  std::vector<const OpNode*> nodes;
  for (const OpNode& node : ops) nodes.push_back(&node);
  auto sample = Maker(ops, targets, partners, result).make(source, nodes, key, partners.place);
  if (sample) {
    result.sample = std::move(*sample);
  } else if (!result.left_out) {
    return sample.error();
  }
  return result;
}

// While the last partner of a mix is made, the others of it wait; making one takes what the mixes before take.
int partners_at_once(const OpList& ops) {
  int most = 0;
  for_each_op(ops, [&](const OpNode&, const BoundOp& op) {
    if (op.info->kind == OpKind::mix) most += std::get<MixKernel>(op.info->kernel).partners(op.params.get());
  });
  return most;
}

}  // namespace augshard

#include "augment/apply_pixels.h"

#include <algorithm>

#include "augment/blend.h"

namespace augshard {
namespace {

bool same_form(const Image& a, const Image& b) {
  return a.size() == b.size() && a.channels() == b.channels() && a.dtype() == b.dtype();
}

Error changes_form(const OpNode& node) {
  return {"unsupported", "an op (" + node.pointer + ") changes the type or the channels of a part of the image",
          "what changes the form of an image stands outside of blend and selective_channels"};
}

Expected<bool> apply_op(const ChosenOp& chosen, const CopyKey& key, Image& image, std::vector<OpDraws>& log) {
  const auto& op = std::get<BoundOp>(chosen.node->content);
  if (auto error = check_supported(*chosen.node, op, image)) return *error;
  Draws draws = key.draws(chosen.path, chosen.recorded);
  std::get<PixelsKernel>(op.info->kernel)(op.params.get(), image, draws);
  return log_draws(chosen, key, draws, log);
}

Expected<bool> apply_blend(const ChosenOp& blend, const CopyKey& key, Image& image, std::vector<OpDraws>& log) {
  std::vector<Image> made;
  double unchanged = 1;
  for (const ChosenChain& chain : blend.chains) {
    Image& result = made.emplace_back(image.clone());
    for (const ChosenOp& op : chain.ops) {
      if (const auto applied = apply_pixels(op, key, result, log); !applied) return applied.error();
    }
    if (!same_form(result, image)) return changes_form(*blend.node);
    unchanged -= chain.share;
  }
  std::vector<Share> parts{{&image, unchanged}};
  for (std::size_t i = 0; i < made.size(); ++i) parts.push_back({&made[i], blend.chains[i].share});
  image = blended(parts);
  return true;
}

}  // namespace

Expected<bool> apply_pixels(const ChosenOp& chosen, const CopyKey& key, Image& image, std::vector<OpDraws>& log) {
  const bool is_blend = std::holds_alternative<Composition>(chosen.node->content);
  // The ops of a blend have the channels that it has.
  if (is_blend) return apply_blend(chosen, key, image, log);
  if (chosen.channels.empty()) return apply_op(chosen, key, image, log);
  const auto beyond = std::find_if(chosen.channels.begin(), chosen.channels.end(),
                                   [&](int channel) { return channel >= image.channels(); });
  if (beyond != chosen.channels.end()) {
    return Error{"unsupported",
                 "channel " + std::to_string(*beyond) + " is asked for (" + chosen.node->pointer +
                     "), and the image has " + std::to_string(image.channels()),
                 "channels are numbered from 0"};
  }
  Image part = channels_of(image, chosen.channels);
  const auto applied = apply_op(chosen, key, part, log);
  if (!applied) return applied.error();
  if (part.channels() != std::ssize(chosen.channels) || part.dtype() != image.dtype()) {
    return changes_form(*chosen.node);
  }
  put_channels(part, chosen.channels, image);
  return true;
}

std::optional<Error> check_supported(const OpNode& node, const BoundOp& op, const Image& image) {
  if (op.info->kind == OpKind::labels || op.info->kind == OpKind::boxes) return std::nullopt;
  const auto fail = [&](const std::string& what, const std::string& hint) {
    return Error{"unsupported", "op '" + op.info->name + "' (" + node.pointer + ") has no meaning for " + what, hint};
  };
  const auto& types = op.info->types;
  if (std::find(types.begin(), types.end(), image.dtype()) == types.end()) {
    return fail(std::string(name_of(image.dtype())) + " images", "put a cast before it");
  }
  const std::vector<int> channels = channels_of(op);
  if (!channels.empty() && std::find(channels.begin(), channels.end(), image.channels()) == channels.end()) {
    return fail("images of " + std::to_string(image.channels()) + " channels",
                R"("color" or "alpha" in /targets/image give all images the same channels)");
  }
  return std::nullopt;
}

Expected<bool> log_draws(const ChosenOp& chosen, const CopyKey& key, const Draws& draws, std::vector<OpDraws>& log) {
  const std::string& name = std::get<BoundOp>(chosen.node->content).info->name;
  if (!draws.missing().empty()) return missing_in_log(draws.missing(), name, chosen.path);
  std::vector<DrawnNumber> numbers = chosen.coin;
  numbers.insert(numbers.end(), draws.log().begin(), draws.log().end());
  if (!numbers.empty()) log.push_back({key.prefix + chosen.path, name, std::move(numbers)});
  return true;
}

}  // namespace augshard

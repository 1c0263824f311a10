#include "augment/choose.h"

#include <algorithm>
#include <numeric>

namespace augshard {
namespace {

std::string_view name_of(Composition::Kind kind) {
  switch (kind) {
    case Composition::Kind::sequential: return "sequential";
    case Composition::Kind::one_of: return "one_of";
    case Composition::Kind::some_of: return "some_of";
    case Composition::Kind::random_order: return "random_order";
    case Composition::Kind::selective_channels: return "selective_channels";
    case Composition::Kind::blend: return "blend";
    case Composition::Kind::replay: return "replay";
  }
  return "";
}

class Chooser {
 public:
  Chooser(const CopyKey& key, std::vector<OpDraws>& log) : key_(key), log_(log) {}

  // `suffix` tells the second and later uses of a child that some_of drew more than once from the first.
  void visit(const OpNode& node, const std::string& suffix) {
    const std::string path = node.path + suffix;
    // The coin has a stream of its own, so that a change of p shifts no other number.
    if (node.p < 1 && !key_.draws(path + "/p").coin("p", node.p)) return;
    if (const auto* composition = std::get_if<Composition>(&node.content)) {
      visit_children(*composition, path, suffix);
    } else {
      chosen_.push_back({&node, path});
    }
  }

  std::vector<ChosenOp> take() { return std::move(chosen_); }

 private:
  void visit_children(const Composition& composition, const std::string& path, const std::string& suffix) {
    Draws draws = key_.draws(path);
    const std::vector<std::size_t> order = draw_order(composition, draws);
    if (!draws.log().empty()) log_.push_back({path, std::string(name_of(composition.kind)), draws.log()});
    std::vector<int> uses(composition.ops.size());
    for (const std::size_t child : order) {
      const int use = ++uses[child];
      visit(composition.ops[child], use == 1 ? suffix : suffix + "#" + std::to_string(use));
    }
  }

  static std::vector<std::size_t> draw_order(const Composition& composition, Draws& draws) {
    std::vector<std::size_t> order(composition.ops.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (order.empty()) return order;
    switch (composition.kind) {
      case Composition::Kind::sequential:
      case Composition::Kind::selective_channels:
      case Composition::Kind::blend:
      case Composition::Kind::replay: break;
      case Composition::Kind::one_of: return {draw_child(composition, draws)};
      case Composition::Kind::random_order: shuffle(order, order.size(), draws); break;
      case Composition::Kind::some_of: return draw_some(composition, std::move(order), draws);
    }
    return order;
  }

  static std::size_t draw_child(const Composition& composition, Draws& draws) {
    Draw::Choice choice;
    for (std::size_t i = 0; i < composition.ops.size(); ++i) choice.values.push_back(static_cast<double>(i));
    choice.weights = composition.weights;
    return static_cast<std::size_t>(draws.number("choice", Draw{choice}));
  }

  static std::vector<std::size_t> draw_some(const Composition& composition, std::vector<std::size_t> order,
                                            Draws& draws) {
    const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(0, draws.integer("n", *composition.n)));
    if (!composition.replace) {
      const std::size_t count = std::min(wanted, order.size());
      shuffle(order, count, draws);
      order.resize(count);
      // The ops drawn act in the order in which they are written.
      std::sort(order.begin(), order.end());
      return order;
    }
    std::vector<std::size_t> drawn;
    for (std::size_t i = 0; i < wanted; ++i) {
      drawn.push_back(static_cast<std::size_t>(draws.below("choice", static_cast<std::int64_t>(order.size()))));
    }
    return drawn;
  }

  // Fisher and Yates, from the front: after it the first `count` entries are a random selection in random order.
  static void shuffle(std::vector<std::size_t>& order, std::size_t count, Draws& draws) {
    for (std::size_t i = 0; i < count && i + 1 < order.size(); ++i) {
      const auto rest = static_cast<std::int64_t>(order.size() - i);
      std::swap(order[i], order[i + static_cast<std::size_t>(draws.below("place", rest))]);
    }
  }

  const CopyKey& key_;
  std::vector<OpDraws>& log_;
  std::vector<ChosenOp> chosen_;
};

}  // namespace

std::vector<ChosenOp> choose_ops(const OpList& ops, const CopyKey& key, std::vector<OpDraws>& log) {
  Chooser chooser(key, log);
  for (const OpNode& node : ops) chooser.visit(node, "");
  return chooser.take();
}

}  // namespace augshard

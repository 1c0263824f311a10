#include "augment/choose.h"

#include <algorithm>
#include <numeric>

#include "base/exact_math.h"
#include "spec/replay_log.h"

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

std::string_view name_of(const OpNode& node) {
  const auto* composition = std::get_if<Composition>(&node.content);
  return composition != nullptr ? name_of(composition->kind) : std::get<BoundOp>(node.content).info->name;
}

/// What holds for all ops below a place in the list.
struct Surroundings {
  std::string suffix;         ///< tells the second and later uses of a child from the first
  std::vector<int> channels;  ///< of the image that the ops see; empty = all
  /// Of a replay: the numbers of its log, and how much of a path the log does not have.
  const std::vector<LoggedDraws>* logged = nullptr;
  std::size_t unlogged_path = 0;

  [[nodiscard]] std::optional<std::vector<DrawnNumber>> recorded(const std::string& path) const {
    if (logged == nullptr) return std::nullopt;
    const auto found = std::find_if(logged->begin(), logged->end(),
                                    [&](const auto& op) { return op.path == path.substr(unlogged_path); });
    return found == logged->end() ? std::vector<DrawnNumber>{} : found->numbers;
  }
};

class Chooser {
 public:
  Chooser(const CopyKey& key, std::vector<OpDraws>& log) : key_(key), log_(log) {}

  void visit(const OpNode& node, const Surroundings& around, std::vector<ChosenOp>& chosen) {
    const std::string path = node.path + around.suffix;
    const auto recorded = around.recorded(path);
    std::vector<DrawnNumber> coin;
    if (node.p < 1) {
      // The coin has a stream of its own, so that a change of p shifts no other number.
      Draws draws = key_.draws(path + "/p", recorded);
      const bool applied = draws.coin("p", node.p);
      check(draws, node, path);
      coin = draws.log();
      if (!applied) {
        if (!coin.empty()) log_.push_back({key_.prefix + path, std::string(name_of(node)), std::move(coin)});
        return;
      }
    }
    if (const auto* composition = std::get_if<Composition>(&node.content)) {
      compose(node, *composition, path, std::move(coin), around, chosen);
    } else {
      chosen.push_back({&node, path, std::move(coin), around.channels, recorded, {}});
    }
  }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  void compose(const OpNode& node, const Composition& composition, const std::string& path,
               std::vector<DrawnNumber> numbers, const Surroundings& around, std::vector<ChosenOp>& chosen) {
    Draws draws = key_.draws(path, around.recorded(path));
    Surroundings inside = around;
    if (composition.kind == Composition::Kind::blend) {
      ChosenOp blend{&node, path, {}, around.channels, {}, {}};
      blend.chains = draw_chains(composition, around, draws);
      chosen.push_back(std::move(blend));
    } else if (composition.kind == Composition::Kind::replay) {
      replay(composition, path, inside, chosen);
    } else {
      if (composition.kind == Composition::Kind::selective_channels) narrow(inside.channels, composition.channels);
      const std::vector<std::size_t> order = draw_order(composition, draws);
      visit_children(composition, order, inside, chosen);
    }
    check(draws, node, path);
    numbers.insert(numbers.end(), draws.log().begin(), draws.log().end());
    if (!numbers.empty())
      log_.push_back({key_.prefix + path, std::string(name_of(composition.kind)), std::move(numbers)});
  }

  void visit_children(const Composition& composition, const std::vector<std::size_t>& order, const Surroundings& around,
                      std::vector<ChosenOp>& chosen) {
    std::vector<int> uses(composition.ops.size());
    for (const std::size_t child : order) visit_again(composition.ops[child], ++uses[child], around, chosen);
  }

  void visit_again(const OpNode& child, int use, const Surroundings& around, std::vector<ChosenOp>& chosen) {
    if (use == 1) return visit(child, around, chosen);
    Surroundings again = around;
    again.suffix += "#" + std::to_string(use);
    visit(child, again, chosen);
  }

  void replay(const Composition& composition, const std::string& path, Surroundings around,
              std::vector<ChosenOp>& chosen) {
    const auto logged = composition.log->find(key_.record, key_.copy);
    if (!logged) {
      if (!error_) error_ = logged.error();
      return;
    }
    around.logged = &*logged;
    around.unlogged_path = path.size() - around.suffix.size() + std::string_view("/ops/").size();
    for (const OpNode& child : composition.ops) visit(child, around, chosen);
  }

  // Shares of the chains uniform over the simplex (Dirichlet, all parameters 1), times the share of all of them,
  // uniform over 0..1.
  std::vector<ChosenChain> draw_chains(const Composition& blend, const Surroundings& around, Draws& draws) {
    std::vector<ChosenChain> chains(static_cast<std::size_t>(draws.integer("width", *blend.width)));
    std::vector<int> uses(blend.ops.size());
    double sum = 0;
    for (ChosenChain& chain : chains) {
      const std::int64_t depth = draws.integer("depth", *blend.depth);
      for (std::int64_t i = 0; i < depth; ++i) {
        const auto child = static_cast<std::size_t>(draws.below("choice", std::ssize(blend.ops)));
        visit_again(blend.ops[child], ++uses[child], around, chain.ops);
      }
      chain.share = -exact::log(1 - draws.uniform("share", 0, 1));
      sum += chain.share;
    }
    const double changed = draws.uniform("changed", 0, 1);
    for (ChosenChain& chain : chains) chain.share = sum > 0 ? changed * chain.share / sum : 0;
    return chains;
  }

  static void narrow(std::vector<int>& channels, const std::vector<int>& of_them) {
    std::vector<int> narrowed;
    for (const int channel : of_them) {
      narrowed.push_back(channels.empty() ? channel : channels.at(static_cast<std::size_t>(channel)));
    }
    channels = std::move(narrowed);
  }

  void check(const Draws& draws, const OpNode& node, const std::string& path) {
    if (!draws.missing().empty() && !error_) {
      error_ = missing_in_log(draws.missing(), std::string(name_of(node)), path);
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
    return static_cast<std::size_t>(draws.integer("choice", IntDraw{Draw{choice}}));
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
  std::optional<Error> error_;
};

// True where the mix was found; `before` then holds what stands before it.
bool add_ops_before(const OpList& ops, const OpNode& mix, std::vector<const OpNode*>& before) {
  const std::size_t start = before.size();
  for (const OpNode& node : ops) {
    if (&node == &mix) return true;
    if (const auto* composition = std::get_if<Composition>(&node.content)) {
      std::vector<const OpNode*> inside;
      if (add_ops_before(composition->ops, mix, inside)) {
        if (composition->kind == Composition::Kind::sequential) {
          before.insert(before.end(), inside.begin(), inside.end());
        }
        return true;
      }
    }
    before.push_back(&node);
  }
  before.resize(start);
  return false;
}

}  // namespace

Expected<std::vector<ChosenOp>> choose_ops(std::span<const OpNode* const> ops, const CopyKey& key,
                                           std::vector<OpDraws>& log) {
  Chooser chooser(key, log);
  std::vector<ChosenOp> chosen;
  for (const OpNode* node : ops) chooser.visit(*node, {}, chosen);
  if (chooser.error()) return *chooser.error();
  return chosen;
}

Error missing_in_log(const std::string& draw, const std::string& op, const std::string& path) {
  return {"replay", "the log has no '" + draw + "' for op '" + op + "' at " + path + " that could be drawn here",
          "replay holds the ops list of the logged run, as it was"};
}

std::vector<const OpNode*> ops_before(const OpList& ops, const OpNode& mix) {
  std::vector<const OpNode*> before;
  add_ops_before(ops, mix, before);
  return before;
}

}  // namespace augshard

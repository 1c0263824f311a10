#include "augment/choose.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "op/table.h"

using namespace augshard;

namespace {

OpNode leaf(const std::string& path, double p = 1) {
  OpNode node;
  node.path = path;
  node.p = p;
  const OpInfo* info = find_op("horizontal_flip");
  node.content = BoundOp{info, info->make()};
  return node;
}

OpNode group(Composition::Kind kind, const std::string& path, int children) {
  Composition composition;
  composition.kind = kind;
  for (int i = 0; i < children; ++i) composition.ops.push_back(leaf(path + "/ops/" + std::to_string(i)));
  OpNode node;
  node.path = path;
  node.content = std::move(composition);
  return node;
}

Expected<std::vector<ChosenOp>> choose(const OpList& ops, const std::string& record, std::vector<OpDraws>& log) {
  std::vector<const OpNode*> nodes;
  for (const OpNode& node : ops) nodes.push_back(&node);
  return choose_ops(nodes, CopyKey{1, record, 1}, log);
}

std::vector<std::string> chosen(const OpList& ops, int record) {
  std::vector<OpDraws> log;
  std::vector<std::string> paths;
  const auto ops_chosen = choose(ops, std::to_string(record), log);
  REQUIRE(ops_chosen);
  for (const ChosenOp& op : *ops_chosen) paths.push_back(op.path);
  return paths;
}

}  // namespace

TEST_CASE("p leaves an op out that often, without shifting anything else") {
  int taken = 0;
  for (int i = 0; i < 1000; ++i) taken += chosen({leaf("0", 0.3)}, i).empty() ? 0 : 1;
  CHECK(std::abs(taken - 300) < 60);
  CHECK(chosen({leaf("0", 0)}, 1).empty());
  for (int i = 0; i < 50; ++i) {
    const auto with = chosen({leaf("0", 0.5), leaf("1", 0.5)}, i);
    const auto alone = chosen({leaf("1", 0.5)}, i);
    CHECK((std::find(with.begin(), with.end(), "1") != with.end()) == !alone.empty());
  }
}

TEST_CASE("one_of takes one child, by weight") {
  OpNode node = group(Composition::Kind::one_of, "2", 3);
  std::get<Composition>(node.content).weights = {2, 1, 0};
  std::map<std::string, int> counts;
  for (int i = 0; i < 900; ++i) {
    const auto paths = chosen({node}, i);
    REQUIRE(paths.size() == 1);
    ++counts[paths[0]];
  }
  CHECK(std::abs(counts["2/ops/0"] - 600) < 70);
  CHECK(std::abs(counts["2/ops/1"] - 300) < 70);
  CHECK(counts["2/ops/2"] == 0);
}

TEST_CASE(
    "some_of takes n different children in their written order; with replace a second use has a path of its own") {
  OpNode node = group(Composition::Kind::some_of, "0", 4);
  auto& composition = std::get<Composition>(node.content);
  composition.n = IntDraw{Draw::constant(2)};
  std::set<std::vector<std::string>> seen;
  for (int i = 0; i < 300; ++i) {
    const auto paths = chosen({node}, i);
    REQUIRE(paths.size() == 2);
    CHECK(paths[0] < paths[1]);
    seen.insert(paths);
  }
  CHECK(seen.size() == 6);
  composition.n = IntDraw{Draw::constant(9)};
  CHECK(chosen({node}, 1).size() == 4);
  composition.replace = true;
  const auto paths = chosen({node}, 1);
  CHECK(paths.size() == 9);
  CHECK(std::set<std::string>(paths.begin(), paths.end()).size() == 9);
}

TEST_CASE("random_order takes all children in every order") {
  const OpNode node = group(Composition::Kind::random_order, "0", 3);
  std::map<std::vector<std::string>, int> seen;
  for (int i = 0; i < 600; ++i) ++seen[chosen({node}, i)];
  CHECK(seen.size() == 6);
  for (const auto& [order, count] : seen) CHECK(std::abs(count - 100) < 45);
}

TEST_CASE("the coin of an op is in the log, whichever side it showed") {
  int logged = 0;
  int applied = 0;
  for (int i = 0; i < 200; ++i) {
    std::vector<OpDraws> log;
    const OpList list{leaf("0", 0.5)};
    const auto ops = choose(list, std::to_string(i), log);
    REQUIRE(ops);
    const auto& coin = ops->empty() ? log.at(0).numbers : ops->at(0).coin;
    REQUIRE(coin.size() == 1);
    CHECK(coin[0].name == "p");
    CHECK(std::get<std::int64_t>(coin[0].value) == (ops->empty() ? 0 : 1));
    ++(ops->empty() ? logged : applied);
  }
  CHECK(logged > 50);
  CHECK(applied > 50);
}

TEST_CASE("selective_channels narrows what the ops within it see, of channels that are narrowed already") {
  OpNode inner = group(Composition::Kind::selective_channels, "0/ops/0", 1);
  std::get<Composition>(inner.content).channels = {1};
  OpNode outer = group(Composition::Kind::selective_channels, "0", 1);
  std::get<Composition>(outer.content).channels = {4, 2};
  std::get<Composition>(outer.content).ops.push_back(inner);
  std::vector<OpDraws> log;
  const OpList list{outer};
  const auto ops = choose(list, "r", log);
  REQUIRE(ops);
  REQUIRE(ops->size() == 2);
  CHECK(ops->at(0).channels == std::vector{4, 2});
  CHECK(ops->at(1).channels == std::vector{2});
}

TEST_CASE("the shares of a blend sum to what is changed, and its chains are as long and as many as drawn") {
  OpNode node = group(Composition::Kind::blend, "0", 5);
  std::get<Composition>(node.content).width = IntDraw{Draw::constant(4)};
  std::get<Composition>(node.content).depth = IntDraw{Draw::uniform(2, 3)};
  double mean = 0;
  for (int i = 0; i < 300; ++i) {
    std::vector<OpDraws> log;
    const OpList list{node};
    const auto ops = choose(list, std::to_string(i), log);
    REQUIRE(ops);
    REQUIRE(ops->size() == 1);
    REQUIRE(ops->at(0).chains.size() == 4);
    double sum = 0;
    std::set<std::string> paths;
    for (const ChosenChain& chain : ops->at(0).chains) {
      CHECK((chain.ops.size() == 2 || chain.ops.size() == 3));
      CHECK(chain.share >= 0);
      sum += chain.share;
      for (const ChosenOp& op : chain.ops) CHECK(paths.insert(op.path).second);
    }
    const auto& numbers = log.at(0).numbers;
    CHECK(numbers.back().name == "changed");
    CHECK(sum == doctest::Approx(std::get<double>(numbers.back().value)));
    mean += sum / 300;
  }
  CHECK(mean == doctest::Approx(0.5).epsilon(0.15));
}

#include "op/draw.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

using namespace augshard;

namespace {

Draws draws_of(std::uint64_t seed) { return Draws(RandomStream(seed, "record", 1, "0")); }

}  // namespace

TEST_CASE("a constant takes no random number and leaves no trace in the log") {
  Draws with = draws_of(1);
  CHECK(with.number("a", Draw::constant(7)) == 7);
  CHECK(with.integer("b", IntDraw{Draw::constant(3)}) == 3);
  CHECK_FALSE(with.coin("c", 0));
  CHECK(with.coin("d", 1));
  CHECK(with.log().empty());
  Draws without = draws_of(1);
  CHECK(with.field_key("k") == without.field_key("k"));
  CHECK(with.field_key("k") != draws_of(1).field_key("k"));
}

TEST_CASE("uniform numbers are low + u (high - low) of the stream") {
  RandomStream stream(1, "record", 1, "0");
  Draws draws = draws_of(1);
  for (int i = 0; i < 100; ++i) CHECK(draws.number("x", Draw::uniform(-2, 6)) == -2 + stream.uniform() * 8);
}

TEST_CASE("whole numbers reach both ends equally often") {
  Draws draws = draws_of(2);
  std::map<std::int64_t, int> counts;
  for (int i = 0; i < 9000; ++i) ++counts[draws.integer("n", IntDraw{Draw::uniform(-1, 1)})];
  REQUIRE(counts.size() == 3);
  CHECK(counts.begin()->first == -1);
  for (const auto& [value, count] : counts) CHECK(std::abs(count - 3000) < 250);
}

TEST_CASE("below() stays below and is even") {
  Draws draws = draws_of(3);
  std::map<std::int64_t, int> counts;
  for (int i = 0; i < 7000; ++i) ++counts[draws.below("n", 7)];
  REQUIRE(counts.size() == 7);
  CHECK(counts.rbegin()->first == 6);
  for (const auto& [value, count] : counts) CHECK(std::abs(count - 1000) < 150);
  CHECK(draws.below("one", 1) == 0);
}

TEST_CASE("a choice follows its weights and never takes a value of weight 0") {
  Draws draws = draws_of(4);
  const Draw draw{Draw::Choice{{10, 20, 30}, {3, 0, 1}}};
  std::map<double, int> counts;
  for (int i = 0; i < 4000; ++i) ++counts[draws.number("c", draw)];
  CHECK(counts.size() == 2);
  CHECK(std::abs(counts[10] - 3000) < 200);
  CHECK(counts[30] + counts[10] == 4000);
}

TEST_CASE("a choice without weights takes every value equally often") {
  Draws draws = draws_of(5);
  std::map<double, int> counts;
  for (int i = 0; i < 4000; ++i) ++counts[draws.number("c", Draw{Draw::Choice{{1, 2}, {}}})];
  CHECK(std::abs(counts[1] - 2000) < 200);
  CHECK(counts[1] + counts[2] == 4000);
}

TEST_CASE("a normal has its mean and deviation, and is cut at its ends") {
  Draws draws = draws_of(6);
  const int n = 20000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = draws.number("x", Draw{Draw::Normal{5, 2}});
    sum += x;
    squares += (x - 5) * (x - 5);
  }
  CHECK(std::abs(sum / n - 5) < 0.06);
  CHECK(std::abs(std::sqrt(squares / n) - 2) < 0.05);

  const Draw cut{Draw::Normal{5, 2, 4, 6}};
  CHECK(cut.bounds() == std::pair{4.0, 6.0});
  int at_ends = 0;
  for (int i = 0; i < 1000; ++i) {
    const double x = draws.number("x", cut);
    CHECK(x >= 4);
    CHECK(x <= 6);
    at_ends += x == 4 || x == 6 ? 1 : 0;
  }
  CHECK(at_ends > 500);
  CHECK(at_ends < 750);
}

TEST_CASE("loguniform: every octave is equally likely") {
  Draws draws = draws_of(7);
  const Draw draw = Draw::loguniform(0.25, 4);
  int below_one = 0;
  for (int i = 0; i < 4000; ++i) {
    const double x = draws.number("x", draw);
    CHECK(x >= 0.25);
    CHECK(x <= 4);
    below_one += x < 1 ? 1 : 0;
  }
  CHECK(std::abs(below_one - 2000) < 200);
}

TEST_CASE("bounds hold everything that can be drawn") {
  CHECK(Draw::constant(3).bounds() == std::pair{3.0, 3.0});
  CHECK(Draw::uniform(1, 2).bounds() == std::pair{1.0, 2.0});
  CHECK(Draw::loguniform(1, 2).bounds() == std::pair{1.0, 2.0});
  CHECK(Draw{Draw::Choice{{5, -1, 3}, {}}}.bounds() == std::pair{-1.0, 5.0});
  CHECK(Draw{Draw::Normal{1, 0.5}}.bounds() == std::pair{-3.0, 5.0});
}

TEST_CASE("every draw is logged by name, in order, with its type") {
  Draws draws = draws_of(8);
  const double angle = draws.number("angle_deg", Draw::uniform(-15, 15));
  const std::int64_t times = draws.integer("times", IntDraw{Draw::uniform(0, 3)});
  const bool flip = draws.coin("flip", 0.5);
  const std::uint64_t key = draws.field_key("noise");
  REQUIRE(draws.log().size() == 4);
  CHECK(draws.log()[0].name == "angle_deg");
  CHECK(std::get<double>(draws.log()[0].value) == angle);
  CHECK(std::get<std::int64_t>(draws.log()[1].value) == times);
  CHECK(std::get<std::int64_t>(draws.log()[2].value) == (flip ? 1 : 0));
  CHECK(std::get<std::uint64_t>(draws.log()[3].value) == key);
}

TEST_CASE("golden numbers: the draws of a release never change") {
  Draws draws(RandomStream(2026, "aachen/0001", 2, "3/ops/1"));
  CHECK(draws.number("u", Draw::uniform(-15, 15)) == -0x1.e4c905592570ap+2);
  CHECK(draws.integer("i", IntDraw{Draw::uniform(1, 100)}) == 30);
  CHECK(draws.number("n", Draw{Draw::Normal{0, 1}}) == 0x1.f4db9422bbdabp-2);
  CHECK(draws.number("l", Draw::loguniform(0.5, 2)) == 0x1.84b0a6dc0626p+0);
  CHECK(draws.below("b", 1000) == 128);
}

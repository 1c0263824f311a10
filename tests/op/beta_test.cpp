#include "op/beta.h"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <numbers>

#include "op/draw.h"

using namespace augshard;

TEST_CASE("quantiles of the beta distribution, where they have a closed form") {
  for (int i = 0; i <= 1000; ++i) {
    const double u = i / 1000.0;
    CHECK(beta_quantile(1, u) == doctest::Approx(u).epsilon(1e-10));
    CHECK(beta_quantile(0.5, u) == doctest::Approx(std::pow(std::sin(std::numbers::pi * u / 2), 2)).epsilon(1e-10));
    const double x = beta_quantile(2, u);
    CHECK(3 * x * x - 2 * x * x * x == doctest::Approx(u).epsilon(1e-10));
  }
}

TEST_CASE("quantiles rise, lie in [0, 1] and are symmetric, for small and large parameters") {
  for (const double alpha : {0.01, 0.2, 1.5, 8.0, 32.0, 1000.0}) {
    double before = 0;
    for (int i = 1; i < 200; ++i) {
      const double x = beta_quantile(alpha, i / 200.0);
      CHECK((x >= before && x <= 1));
      CHECK(x + beta_quantile(alpha, 1 - i / 200.0) == doctest::Approx(1).epsilon(1e-9));
      before = x;
    }
  }
}

TEST_CASE("a beta draw is logged and taken from a log") {
  const RandomStream stream(1, "record", 1, "0");
  Draws draws(stream);
  const double share = draws.beta("share", 0.4);
  REQUIRE(draws.log().size() == 1);
  CHECK(draws.log()[0].name == "share");
  CHECK(std::get<double>(draws.log()[0].value) == share);
  Draws replayed(RandomStream(2, "other", 1, "0"), draws.log());
  CHECK(replayed.beta("share", 0.4) == share);
}

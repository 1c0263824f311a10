#include "ops/mix_fixture.h"

using namespace augshard;
using namespace augshard::mix_test;

namespace {

constexpr Size kMixupSize{20, 30};

double own_share(const std::string& json, const std::string& record) {
  return 1 - mixed(json, {kMixupSize, kMixupSize}, record).layers.at(1).share;
}

}  // namespace

TEST_CASE("mixup lays the partner over the whole record by the rest of its share") {
  const Mix mix = mixed(R"({"op": "mixup", "share": 0.75})", {kMixupSize, kMixupSize});
  CHECK(partners_of(R"({"op": "mixup"})") == 1);
  CHECK(mix.canvas == kMixupSize);
  REQUIRE(mix.layers.size() == 2);
  CHECK((mix.layers[0].sample == 0 && mix.layers[0].share == 1));
  CHECK((mix.layers[1].sample == 1 && mix.layers[1].share == 0.25 && !mix.layers[1].boxes));
  for (const Layer& layer : mix.layers) {
    CHECK((layer.x == 0 && layer.y == 0 && layer.window.width == 30 && layer.window.height == 20));
  }
}

TEST_CASE("a partner without a share brings no boxes") {
  const Mix mix = mixed(R"({"op": "mixup", "share": 1})", {kMixupSize, kMixupSize});
  REQUIRE(mix.layers[1].boxes);
  CHECK(mix.layers[1].boxes->empty());
}

TEST_CASE("shares follow the beta distribution: mean 1/2 and variance 1 / (8 alpha + 4)") {
  for (const double alpha : {0.2, 1.0, 4.0}) {
    double sum = 0;
    double squares = 0;
    constexpr int kCount = 4000;
    for (int i = 0; i < kCount; ++i) {
      const double share = own_share(R"({"op": "mixup", "alpha": )" + std::to_string(alpha) + "}", std::to_string(i));
      CHECK((share >= 0 && share <= 1));
      sum += share;
      squares += (share - 0.5) * (share - 0.5);
    }
    CHECK(sum / kCount == doctest::Approx(0.5).epsilon(0.03));
    CHECK(squares / kCount == doctest::Approx(1 / (8 * alpha + 4)).epsilon(0.08));
  }
}

TEST_CASE("stacked masks have two channels, others stay as they are") {
  const Shape mask{kMixupSize, 1, DType::uint8};
  const auto after = [&](const std::string& json) {
    const BoundOp op = bound(json);
    return op.info->mask_shape(op.params.get(), mask).channels;
  };
  CHECK(after(R"({"op": "mixup"})") == 1);
  CHECK(after(R"({"op": "mixup", "mask": "stack"})") == 2);
  CHECK(mixed(R"({"op": "mixup", "mask": "stack"})", {kMixupSize, kMixupSize}).labels == Mix::Labels::stack);
}

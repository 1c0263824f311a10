#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("three equal channels, Rec. 601") {
  CHECK(ints_of(applied(R"({"op": "to_gray"})", rgb({255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255}))) ==
        std::vector{76, 76, 76, 150, 150, 150, 29, 29, 29, 255, 255, 255});
}

TEST_CASE("keep_channels false gives one channel, as shape() says") {
  const BoundOp op = bound(R"({"op": "to_gray", "keep_channels": false})");
  const Image gray = applied(op, rgb({255, 0, 0, 0, 255, 0}));
  CHECK(gray.channels() == 1);
  CHECK(ints_of(gray) == std::vector{76, 150});
  CHECK(op.info->shape(op.params.get(), Shape{Size{1, 2}, 3, DType::uint8}) == Shape{Size{1, 2}, 1, DType::uint8});
}

TEST_CASE("an image with one channel stays as it is") {
  const Image image = pattern({5, 5}, 1, DType::uint16);
  CHECK(same(applied(R"({"op": "to_gray"})", image), image));
}

TEST_CASE("other gray values by name") {
  const auto gray = [](const std::string& method) {
    return ints_of(applied(R"({"op": "to_gray", "keep_channels": false, "method": ")" + method + R"("})",
                           rgb({10, 40, 100, 255, 255, 255, 90, 30, 60})));
  };
  CHECK(gray("mean") == std::vector{50, 255, 60});
  CHECK(gray("max") == std::vector{100, 255, 90});
  CHECK(gray("lightness") == std::vector{55, 255, 60});
  CHECK(gray("luma") == std::vector{38, 255, 51});
}

#include "ops/geometry_fixture.h"

using namespace augshard;
using namespace augshard::geometry_test;

namespace {

Size size_by(const std::string& rounding, Size in) {
  const std::string op = R"({"op": "resize_to_multiple", "divisor": 32, "rounding": ")" + rounding + R"("})";
  const Step step = step_of(op, in);
  const BoundOp declared = bound(op);
  CHECK(declared.info->shape(declared.params.get(), {in, 3, DType::uint8}).size == step.output);
  return step.output;
}

}  // namespace

TEST_CASE("resize_to_multiple rounds each side to a multiple") {
  CHECK(size_by("up", {64, 65}) == Size{64, 96});
  CHECK(size_by("down", {95, 65}) == Size{64, 64});
  CHECK(size_by("nearest", {79, 80}) == Size{64, 96});
  CHECK(size_by("down", {5, 31}) == Size{32, 32});
}

TEST_CASE("resize_to_multiple keeps the whole image") {
  const Step step = step_of(R"({"op": "resize_to_multiple", "divisor": 10})", {15, 28});
  check_point(*step.to_input.apply({30, 20}), 28, 15);
  check_point(*step.to_input.apply({0, 0}), 0, 0);
}

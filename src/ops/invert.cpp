#include "op/op.h"
#include "ops/kernels/pointwise.h"

namespace augshard {
namespace {

struct Invert {};

void invert(const Invert&, Image& image, Draws&) {
  map_values(image, [](double x) { return 1 - x; });
}

}  // namespace

OpInfo op_invert() {
  return OpBuilder<Invert>("invert", "Replaces every value by the largest value minus it.")
      .example(R"({"op": "invert", "p": 0.2})")
      .also_known_as({"InvertImg", "RandomInvert", "negative"})
      .pixels(invert);
}

}  // namespace augshard

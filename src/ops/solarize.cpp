#include <algorithm>

#include "op/op.h"
#include "ops/kernels/pointwise.h"

namespace augshard {
namespace {

struct Solarize {
  Draw threshold = Draw::constant(0.5);
  Draw add = Draw::constant(0);
  std::string method = "invert";
};

void solarize(const Solarize& params, Image& image, Draws& draws) {
  const double threshold = draws.number("threshold", params.threshold);
  const double add = draws.number("add", params.add);
  if (params.method == "add") {
    map_values(image, [=](double x) { return x < threshold ? x + add : x; });
    return;
  }
  const bool clipped = is_integer(image.dtype());
  map_values(image, [=](double x) {
    const double sum = clipped ? std::clamp(x + add, 0.0, 1.0) : x + add;
    return sum < threshold ? sum : 1 - sum;
  });
}

}  // namespace

OpInfo op_solarize() {
  return OpBuilder<Solarize>("solarize", "Inverts the values that reach a threshold.")
      .param("threshold", &Solarize::threshold, Range{0, 1}, Unit::intensity,
             "Values from here on are inverted, as a fraction of the range.")
      .param("add", &Solarize::add, Range{-1, 1}, Unit::intensity,
             "What is added to every value before the comparison, as a fraction of the range.")
      .param("method", &Solarize::method, OneOf{{"invert", "add"}},
             "Whether values from the threshold on are inverted (Pillow, torchvision, Albumentations; with add Keras), "
             "or only add is added to the values below it (SolarizeAdd of AutoAugment).")
      .example(R"({"op": "solarize", "threshold": [0.3, 0.8]})")
      .example(R"({"op": "solarize", "method": "add", "add": [0, 0.43]})")
      .also_known_as({"Solarize", "RandomSolarize", "Solarization", "SolarizeAdd"})
      .pixels(solarize);
}

}  // namespace augshard

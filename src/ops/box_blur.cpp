#include "op/op.h"
#include "ops/kernels/convolve.h"
#include "ops/kernels/odd_size.h"

namespace augshard {
namespace {

struct BoxBlur {
  IntDraw ksize{Draw::uniform(3, 7)};
};

void box_blur(const BoxBlur& params, Image& image, Draws& draws) {
  const int ksize = draw_odd(draws, "ksize", params.ksize);
  if (ksize == 1 || image.empty()) return;
  convolve_separable(image,
                     std::vector<float>(static_cast<std::size_t>(ksize / 2 + 1), 1.0F / static_cast<float>(ksize)));
}

}  // namespace

OpInfo op_box_blur() {
  return OpBuilder<BoxBlur>("box_blur", "Replaces every value by the mean of the square around it.")
      .param("ksize", &BoxBlur::ksize, Range{1, 63}, Unit::px, "Side of the square, odd.")
      .rule([](const BoxBlur& params) { return is_odd(params.ksize); }, "'ksize' must be odd, both ends of a range too")
      .example(R"({"op": "box_blur", "ksize": [3, 7]})")
      .also_known_as({"Blur", "mean_blur", "average_blur"})
      .pixels(box_blur);
}

}  // namespace augshard

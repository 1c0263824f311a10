#include "op/op.h"
#include "ops/kernels/noise.h"

namespace augshard {
namespace {

struct SaltAndPepper {
  Draw amount = Draw::uniform(0.01, 0.06);
  Draw salt = Draw::uniform(0.4, 0.6);
};

void salt_and_pepper(const SaltAndPepper& params, Image& image, Draws& draws) {
  const double amount = draws.number("amount", params.amount);
  const double salt = draws.number("salt", params.salt);
  const std::uint64_t key = draws.field_key("noise");
  if (amount > 0 && !image.empty()) add_salt_and_pepper(image, key, amount, salt);
}

}  // namespace

OpInfo op_salt_and_pepper() {
  return OpBuilder<SaltAndPepper>("salt_and_pepper", "Sets scattered pixels to the largest or the smallest value.")
      .param("amount", &SaltAndPepper::amount, Range{0, 1}, Unit::fraction,
             "Fraction of the pixels that change, all channels of a pixel together.")
      .param("salt", &SaltAndPepper::salt, Range{0, 1}, Unit::fraction, "Share of these that become the largest value.")
      .example(R"({"op": "salt_and_pepper", "amount": [0.01, 0.06], "salt": [0.4, 0.6]})")
      .also_known_as({"SaltAndPepper", "impulse_noise"})
      .pixels(salt_and_pepper);
}

}  // namespace augshard

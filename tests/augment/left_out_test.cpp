// Copies that do not come to be: a record has fewer patches than its split has copies.
#include <doctest/doctest.h>

#include "geometry/pictures.h"
#include "nodes.h"

using namespace augshard;

namespace {

Expected<Augmented> make_copy(const OpList& ops, int copy, int copies) {
  Sample sample;
  sample.image = pictures::noise({40, 50}, 3, DType::uint8, 1);
  const ImageTarget image;
  return augment(sample, ops, {image, {}}, {1, "r", copy, copies});
}

OpList patches_then_noise() {
  OpList ops{node_of("horizontal_flip", ""), node_of("grid_patch", R"("height": 20, "width": 25)"),
             node_of("gaussian_noise", "")};
  number(ops);
  return ops;
}

}  // namespace

TEST_CASE("copies up to the number of patches are made, those beyond it are left out") {
  for (int copy = 1; copy <= 6; ++copy) {
    const auto made = make_copy(patches_then_noise(), copy, 6);
    REQUIRE(made);
    CHECK(made->left_out == (copy > 4));
    CHECK(made->sample.image.size() == (copy > 4 ? Size{0, 0} : Size{20, 25}));
  }
}

TEST_CASE("no op acts on a copy after it is left out") {
  const auto made = make_copy(patches_then_noise(), 5, 6);
  REQUIRE(made);
  for (const OpDraws& draws : made->draws) CHECK(draws.op != "gaussian_noise");
}

TEST_CASE("too few copies reject the record; the original is one of one") {
  const auto few = make_copy(patches_then_noise(), 1, 3);
  REQUIRE_FALSE(few);
  CHECK(few.error().code == "patches");
  CHECK(make_copy(patches_then_noise(), 0, 4).error().code == "patches");
  OpList whole{node_of("grid_patch", R"("height": 40, "width": 50)")};
  CHECK(make_copy(whole, 0, 4));
}

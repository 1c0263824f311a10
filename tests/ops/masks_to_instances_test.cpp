#include "ops/scene_fixture.h"

using namespace augshard;
using namespace augshard::scene_test;

TEST_CASE("masks_to_instances numbers connected pixels of one label, corners included, row by row") {
  const Image made = applied(R"({"op": "masks_to_instances"})", mask_of({"1001", "1100", "0022", "9311"}));
  CHECK(values_of<std::int32_t>(made) == std::vector<std::int32_t>{1, 0, 0, 2, 1, 1, 0, 0, 0, 0, 3, 3, 0, 4, 5, 5});
}

TEST_CASE("parts that meet only further down are one thing") {
  const Image made = applied(R"({"op": "masks_to_instances"})", mask_of({"10101", "10101", "11111"}));
  for (const std::int32_t number : values_of<std::int32_t>(made)) CHECK((number == 0 || number == 1));
}

TEST_CASE("masks_to_instances leaves out small things without a gap in the numbers") {
  const Image made = applied(R"({"op": "masks_to_instances", "min_area_px": 2})", mask_of({"1022", "0020", "3300"}));
  CHECK(values_of<std::int32_t>(made) == std::vector<std::int32_t>{0, 0, 1, 1, 0, 0, 1, 0, 2, 2, 0, 0});
}

TEST_CASE("every pixel of a random mask has the number of exactly those it is connected to") {
  Draws draws = draws_of("random");
  Image mask({23, 29}, 1, DType::uint8);
  for (std::uint8_t& id : mask.values<std::uint8_t>()) id = static_cast<std::uint8_t>(draws.below("id", 3));
  const auto numbers = values_of<std::int32_t>(applied(R"({"op": "masks_to_instances"})", mask));
  const auto ids = mask.values<std::uint8_t>();
  // Neighbours of one id share a number; and a flood fill from the first pixel of each number reaches all of it.
  std::vector<int> reached(numbers.size(), 0);
  std::int32_t highest = 0;
  for (std::size_t start = 0; start < numbers.size(); ++start) {
    CHECK((numbers[start] == 0) == (ids[start] == 0));
    if (numbers[start] <= highest) continue;
    CHECK(numbers[start] == highest + 1);
    highest = numbers[start];
    std::vector<std::size_t> open{start};
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      if (reached[at] != 0) continue;
      reached[at] = highest;
      const int x = static_cast<int>(at % 29);
      const int y = static_cast<int>(at / 29);
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          if (x + dx < 0 || x + dx >= 29 || y + dy < 0 || y + dy >= 23) continue;
          const auto other = static_cast<std::size_t>((y + dy) * 29 + x + dx);
          if (ids[other] == ids[start]) open.push_back(other);
        }
      }
    }
  }
  CHECK(std::ranges::equal(reached, numbers));
}

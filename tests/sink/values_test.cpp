#include "sink/values.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "bytes.h"

using namespace augshard;

namespace {

float float_of_half(std::uint32_t half) {
  const double sign = (half & 0x8000U) != 0 ? -1.0 : 1.0;
  const int exponent = static_cast<int>((half >> 10U) & 31U);
  const int mantissa = static_cast<int>(half & 1023U);
  if (exponent == 31) return static_cast<float>(sign * std::numeric_limits<double>::infinity());
  const double value = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
  return static_cast<float>(sign * value);
}

Field mask_field(DType dtype, std::map<std::int64_t, std::string> classes = {},
                 std::optional<std::int64_t> ignore = 255) {
  Field field{"mask", false, MaskKind::label, dtype, Size{2, 3}, 1};
  field.classes = std::move(classes);
  field.ignore = ignore;
  return field;
}

}  // namespace

TEST_CASE("every half survives, and every midpoint goes to the even neighbour") {
  for (std::uint32_t half = 0; half < 0x7c00U; ++half) {
    for (const std::uint32_t sign : {0U, 0x8000U}) {
      REQUIRE(half_of(float_of_half(half | sign)) == (half | sign));
    }
    const float below = float_of_half(half);
    const float above = half + 1 == 0x7c00U ? 65536.0F : float_of_half(half + 1);
    const float middle = below + (above - below) / 2;
    REQUIRE(half_of(middle) == half + (half & 1U));
    REQUIRE(half_of(std::nextafter(middle, 0.0F)) == half);
    REQUIRE(half_of(std::nextafter(middle, 1e9F)) == half + 1);
  }
}

TEST_CASE("halves agree with NumPy's") {
  const std::vector<std::pair<float, int>> known{{65519.996F, 0x7bff}, {65520.0F, 0x7c00},   {1e10F, 0x7c00},
                                                 {0.1F, 0x2e66},       {3.1415927F, 0x4248}, {1e-30F, 0},
                                                 {2049.0F, 0x6800},    {2051.0F, 0x6802}};
  for (const auto& [value, half] : known) CHECK(half_of(value) == half);
  CHECK(half_of(-std::numeric_limits<float>::infinity()) == 0xfc00);
  CHECK((half_of(std::numeric_limits<float>::quiet_NaN()) & 0x7fff) > 0x7c00);
}

TEST_CASE("a type holds all values of another, or not") {
  using enum DType;
  const auto holds_names = [](DType from) {
    std::string names;
    for (const DType to : {uint8, uint16, int32, float16, float32}) {
      if (holds_all(to, from)) names += std::string(name_of(to)) + " ";
    }
    return names;
  };
  CHECK(holds_names(uint8) == "uint8 uint16 int32 float16 float32 ");
  CHECK(holds_names(uint16) == "uint16 int32 float32 ");
  CHECK(holds_names(int32) == "int32 ");
  CHECK(holds_names(float32) == "float16 float32 ");
}

TEST_CASE("casts keep values and refuse those that do not fit") {
  Image ids(Size{1, 3}, 1, DType::uint16);
  const auto values = ids.values<std::uint16_t>();
  values[0] = 0;
  values[1] = 255;
  values[2] = 7;
  CHECK(to_hex(*cast_values(ids, DType::uint8)) == "00ff07");
  CHECK(to_hex(*cast_values(ids, DType::int32)) == "00000000ff00000007000000");
  CHECK(to_hex(*cast_values(ids, DType::float32)) == "0000000000007f430000e040");
  CHECK(to_hex(*cast_values(ids, DType::float16)) == "0000f85b0047");
  values[2] = 300;
  const auto narrow = cast_values(ids, DType::uint8);
  REQUIRE_FALSE(narrow);
  CHECK(narrow.error().code == "mask-id");
  CHECK(narrow.error().message.find("300") != std::string::npos);
}

TEST_CASE("channels first is the transpose") {
  const auto image = counting<std::uint16_t>(Size{2, 3}, 3, DType::uint16);
  const auto moved = channels_first(*cast_values(image, DType::uint16), image.size(), 3, 2);
  std::vector<std::uint16_t> values(18);
  std::memcpy(values.data(), moved.data(), moved.size());
  CHECK(values == std::vector<std::uint16_t>{0, 3, 6, 9, 12, 15, 1, 4, 7, 10, 13, 16, 2, 5, 8, 11, 14, 17});
}

TEST_CASE("one-hot marks the id, leaves ignored pixels empty and refuses other ids") {
  Image ids(Size{1, 3}, 1, DType::uint8);
  const auto values = ids.values<std::uint8_t>();
  values[0] = 2;
  values[1] = 255;
  values[2] = 0;
  CHECK(to_hex(*one_hot(ids, 3, 255, DType::uint8)) == "000001000000010000");
  CHECK(to_hex(*one_hot(ids, 3, 255, DType::float16)) == "00000000003c000000000000003c00000000");
  CHECK(one_hot(ids, 2, 255, DType::uint8).error().code == "mask-id");
  CHECK(one_hot(ids, 3, std::nullopt, DType::uint8).error().code == "mask-id");
}

TEST_CASE("declared ids are the classes and the ignore id") {
  CHECK(declared_ids(mask_field(DType::uint8)) == std::nullopt);
  CHECK(declared_ids(mask_field(DType::uint8, {{7, "road"}})) == std::vector<std::int64_t>{7, 255});
  Field binary = mask_field(DType::uint8, {}, std::nullopt);
  binary.mask_kind = MaskKind::binary;
  CHECK(declared_ids(binary) == std::vector<std::int64_t>{0, 1});
}

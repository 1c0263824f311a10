#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("amount 0 is the identity") { CHECK(is_identity(R"({"op": "salt_and_pepper", "amount": 0})")); }

TEST_CASE("the share of changed pixels and of salt among them") {
  for (const DType dtype : {DType::uint8, DType::uint16, DType::float32}) {
    Image image({200, 200}, 3, dtype);
    visit_dtype(dtype, [&](auto zero) {
      using T = decltype(zero);
      for (T& v : image.values<T>()) v = static_cast<T>(range_of(dtype) / 2);
    });
    const Image result = applied(R"({"op": "salt_and_pepper", "amount": 0.1, "salt": 0.25})", image);
    int salt = 0;
    int pepper = 0;
    bool whole_pixels = true;
    visit_dtype(dtype, [&](auto zero) {
      using T = decltype(zero);
      const auto v = result.values<T>();
      for (std::size_t i = 0; i < v.size(); i += 3) {
        whole_pixels = whole_pixels && v[i] == v[i + 1] && v[i] == v[i + 2];
        salt += static_cast<double>(v[i]) == range_of(dtype) ? 1 : 0;
        pepper += v[i] == T{0} ? 1 : 0;
      }
    });
    CHECK(whole_pixels);
    CHECK(salt / 40000.0 == doctest::Approx(0.025).epsilon(0.1));
    CHECK(pepper / 40000.0 == doctest::Approx(0.075).epsilon(0.1));
  }
}

TEST_CASE("amount 1 changes every pixel") {
  const Image image = pattern({20, 20}, 1, DType::uint8);
  const auto values = ints_of(applied(R"({"op": "salt_and_pepper", "amount": 1, "salt": 1})", image));
  CHECK(std::all_of(values.begin(), values.end(), [](int v) { return v == 255; }));
}

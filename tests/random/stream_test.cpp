#include "random/stream.h"

#include <doctest/doctest.h>

using namespace augshard;

TEST_CASE("Philox4x32-10 known answers (Random123's kat_vectors)") {
  CHECK(noise_block(0, 0) == std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
}

TEST_CASE("a stream depends on each part of its name") {
  const auto first = [](std::uint64_t seed, const char* key, std::uint64_t copy, const char* path) {
    return RandomStream(seed, key, copy, path).bits();
  };
  const std::uint64_t base = first(1, "a/b", 2, "3");
  CHECK(base == first(1, "a/b", 2, "3"));
  CHECK(base != first(2, "a/b", 2, "3"));
  CHECK(base != first(1, "a/c", 2, "3"));
  CHECK(base != first(1, "a/b", 1, "3"));
  CHECK(base != first(1, "a/b", 2, "4"));
}

TEST_CASE("uniform numbers fill [0, 1) evenly") {
  RandomStream stream(7, "record", 1, "0");
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const double u = stream.uniform();
    CHECK((u >= 0 && u < 1));
    sum += u;
  }
  CHECK(sum / 10000 == doctest::Approx(0.5).epsilon(0.02));
}

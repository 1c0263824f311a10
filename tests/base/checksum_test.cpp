#include "base/checksum.h"

#include <doctest/doctest.h>

#include <string>

using namespace augshard;

namespace {
std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }
}  // namespace

TEST_CASE("CRC-32C of the standard check string") { CHECK(crc32c(bytes_of("123456789")) == 0xe3069283U); }

TEST_CASE("CRC-32C of 32 zero bytes and of nothing (RFC 3720)") {
  CHECK(crc32c(bytes_of(std::string(32, '\0'))) == 0x8a9136aaU);
  CHECK(crc32c({}) == 0U);
}

TEST_CASE("SHA-256 of the empty string and of abc (FIPS 180-4)") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("SHA-256 does not depend on how the stream is cut") {
  const std::string text(1000, 'x');
  Sha256 sha;
  sha.update(bytes_of(text.substr(0, 7)));
  sha.update(bytes_of(text.substr(7)));
  CHECK(sha.hex() == sha256_hex(text));
}

TEST_CASE("hash64 is XXH3 and takes its seed into account") {
  CHECK(hash64("") == 0x2d06800538d394c2ULL);
  CHECK(hash64("a", 1) != hash64("a", 2));
}

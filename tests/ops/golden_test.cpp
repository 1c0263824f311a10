// The bytes that every pixels op makes, as hashes in tests/data/pixels_golden.txt: they may depend on no CPU, compiler
// flag or order of work. A change on purpose: run with AUGSHARD_UPDATE_GOLDEN=1 and look at what changed.

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/checksum.h"
#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

TEST_CASE("pixels ops make the known bytes") {
  std::ostringstream made;
  for (const OpInfo& info : op_table()) {
    if (info.kind != OpKind::pixels) continue;
    const BoundOp op = bound(info.examples[0]);
    for (const DType dtype : info.types) {
      std::uint64_t hash = 0;
      for (const char* record : {"a", "b", "c", "d"}) {
        const Image result = applied(op, pattern({61, 67}, 3, dtype), record);
        hash = hash64({reinterpret_cast<const char*>(result.bytes().data()), result.byte_count()}, hash);
      }
      made << info.name << ' ' << name_of(dtype) << ' ' << std::hex << hash << std::dec << '\n';
    }
  }
  const std::string path = std::string(AUGSHARD_SOURCE_DIR) + "/tests/data/pixels_golden.txt";
  if (std::getenv("AUGSHARD_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << made.str();
  std::ifstream file(path);
  std::istringstream now(made.str());
  std::string expected, line;
  while (std::getline(now, line)) {
    CHECK(std::getline(file, expected));
    CHECK(line == expected);
  }
  CHECK_FALSE(std::getline(file, expected));
}

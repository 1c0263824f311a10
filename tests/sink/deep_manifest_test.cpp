#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "sink/inspect.h"
#include "sink/verify.h"
#include "temporary_folder.h"

using namespace augshard;

TEST_CASE("a manifest that nests too deep for the stack is damaged") {
  const TemporaryFolder folder;
  const std::string deep = std::string(300000, '[') + std::string(300000, ']');
  std::ofstream(folder.path() / "dataset.json") << R"({"fields": )" << deep << R"(, "outputs": )" << deep << "}";
  const auto inspected = inspect(folder.path());
  REQUIRE_FALSE(inspected.has_value());
  CHECK(inspected.error().code == "manifest");
  const Verification verified = verify_dataset(folder.path());
  REQUIRE(verified.problems.size() == 1);
  CHECK(verified.problems[0].code == "manifest");
}

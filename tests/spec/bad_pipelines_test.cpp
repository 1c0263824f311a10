// The table of bad pipelines is bad_pipelines.txt: "=== PLACE|LINE" puts a line into a good pipeline (demo_pipeline.h),
// what follows is every message that must come out. AUGSHARD_UPDATE=1 rewrites the file; read the difference.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <vector>

#include "spec/demo_pipeline.h"

using namespace augshard;

namespace {

struct Case {
  std::string head, expected;
};

const std::string kFile = AUGSHARD_SOURCE_DIR "/tests/spec/bad_pipelines.txt";

std::vector<Case> read_cases() {
  std::ifstream in(kFile);
  std::vector<Case> cases;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), ""});
    } else if (!cases.empty()) {
      cases.back().expected += line + "\n";
    }
  }
  return cases;
}

std::string problems_of_case(const Case& wanted) {
  const std::size_t bar = wanted.head.find('|');
  return problems_of(demo_pipeline(wanted.head.substr(0, bar), wanted.head.substr(bar + 1)));
}

}  // namespace

TEST_CASE("the demo pipeline is good") { CHECK(problems_of(demo_pipeline("", "")).empty()); }

TEST_CASE("each bad pipeline gives exactly its messages") {
  const std::vector<Case> cases = read_cases();
  REQUIRE(cases.size() >= 100);
  const bool update = std::getenv("AUGSHARD_UPDATE") != nullptr;
  std::string text;
  for (const Case& wanted : cases) {
    CAPTURE(wanted.head);
    const std::string problems = problems_of_case(wanted);
    CHECK_FALSE(problems.empty());
    if (!update) CHECK(problems == wanted.expected);
    text += "=== " + wanted.head + "\n" + problems;
  }
  if (update) std::ofstream(kFile) << text;
}

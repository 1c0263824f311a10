#include "base/json_nesting.h"

#include <doctest/doctest.h>

#include <string>

using namespace augshard;

namespace {

std::string nested(int levels, const std::string& open, const std::string& close) {
  std::string text;
  for (int i = 0; i < levels; ++i) text = open + text + close;
  return text;
}

}  // namespace

TEST_CASE("lists and objects count, to the level") {
  for (const auto* pair : {"[]", "{}"}) {
    const std::string open(1, pair[0]), close(1, pair[1]);
    CHECK_FALSE(nests_too_deep(nested(kMaxNesting, open, close)));
    CHECK(nests_too_deep(nested(kMaxNesting + 1, open, close)));
  }
  CHECK(nests_too_deep(nested(kMaxNesting / 2 + 1, R"({"a": [)", "]}")));
  CHECK(nests_too_deep(std::string(1000000, '[')));
}

TEST_CASE("lists beside each other and brackets in strings do not nest") {
  std::string wide = "[";
  for (int i = 0; i < 1000; ++i) wide += "[1], {\"a\": 2},";
  CHECK_FALSE(nests_too_deep(wide + "[]]"));
  const std::string brackets(1000, '[');
  CHECK_FALSE(nests_too_deep("[\"" + brackets + "\"]"));
  CHECK_FALSE(nests_too_deep(R"(["\\\")" + brackets + "\"]"));
  CHECK(nests_too_deep(R"(["\\",)" + brackets));
}

TEST_CASE("what is no JSON is judged too") {
  for (const char* text : {"", "\"", "\\", "\"\\", "]]]", "[\"", "nul"}) CHECK_FALSE(nests_too_deep(text));
}

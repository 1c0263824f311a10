#include "spec/replay_log.h"

#include <doctest/doctest.h>

#include <fstream>

#include "temporary_folder.h"

using namespace augshard;

namespace {

Expected<ReplayLog> log_of(const std::string& text) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "examples.jsonl";
  std::ofstream(path) << text;
  return ReplayLog::open(path);
}

constexpr const char* kTwo =
    R"({"split":"train","row":0,"key":"a","copy":1,"source":{},"draws":[{"path":"0","op":"rotate","angle_deg":3.25,"p":1}]}
{"split":"train","row":1,"key":"a","copy":2,"source":{},"draws":[{"path":"2/ops/1","op":"crop","x":[4,7],"noise":18446744073709551615}]}
)";

}  // namespace

TEST_CASE("a log gives the numbers of a record and a copy by op path") {
  const auto log = log_of(kTwo);
  REQUIRE(log);
  const auto first = log->find("a", 1);
  REQUIRE(first);
  REQUIRE(first->size() == 1);
  CHECK(first->at(0).path == "0");
  REQUIRE(first->at(0).numbers.size() == 2);
  CHECK(first->at(0).numbers[0].name == "angle_deg");
  CHECK(std::get<double>(first->at(0).numbers[0].value) == 3.25);
  const auto second = log->find("a", 2);
  REQUIRE(second);
  const auto& numbers = second->at(0).numbers;
  REQUIRE(numbers.size() == 3);
  CHECK(std::get<std::uint64_t>(numbers[0].value) == 18446744073709551615U);
  CHECK(numbers[1].name == "x");
  CHECK(std::get<std::uint64_t>(numbers[1].value) == 4);
  CHECK(std::get<std::uint64_t>(numbers[2].value) == 7);
}

TEST_CASE("a record or a copy that the log does not have is an error that names both") {
  const auto log = log_of(kTwo);
  REQUIRE(log);
  for (const auto& [key, copy] : {std::pair("b", 1), std::pair("a", 3)}) {
    const auto found = log->find(key, copy);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == "replay");
    CHECK(found.error().message.find("copy " + std::to_string(copy) + " of record '" + key + "'") != std::string::npos);
  }
}

TEST_CASE("a file that is no log of examples is an error that names the line") {
  for (const std::string text : {"{}\n", "not json\n", R"({"key":"a","copy":"1","draws":[]})"}) {
    const auto log = log_of(kTwo + text);
    REQUIRE_FALSE(log);
    CHECK(log.error().code == "log");
    CHECK(log.error().message.find("line 3 of ") == 0);
  }
  CHECK(log_of("").has_value());
  CHECK(ReplayLog::open("/no/such/file").error().code == "io");
}

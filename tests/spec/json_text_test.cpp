#include "spec/json_text.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace augshard;
using nlohmann::json;

namespace {

std::string at(const TextPosition& position) {
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

std::string problems(const std::string& text) {
  TextPositions positions(text);
  Diagnostics diagnostics;
  const auto value = read_json(text, positions, diagnostics);
  std::string all = value ? "" : "not JSON\n";
  for (const Diagnostic& d : diagnostics) {
    all += std::to_string(d.line) + ":" + std::to_string(d.column) + ": " + d.code + " " + d.pointer + "\n";
  }
  return all;
}

// Every pointer of a value, by walking the parsed document.
void collect(const json& value, const std::string& pointer, std::vector<std::string>& pointers) {
  pointers.push_back(pointer);
  if (value.is_structured()) {
    const json flat = value;
    for (const auto& [key, child] : flat.items()) {
      std::string token = key;
      for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~') token.replace(i, 1, "~0");
        if (token[i] == '/') token.replace(i++, 1, "~1");
      }
      collect(child, pointer + "/" + token, pointers);
    }
  }
}

}  // namespace

TEST_CASE("positions of values and keys, through comments, escapes and read-ahead") {
  const std::string text =
      "// head\n"
      "{\"a\":1/*,\"b\":0*/,\"b\":[10,-2.5e+3,true,null ,\"x\\\"]\"],\n"
      "\t\"c/d~e\" : {\"\\u00e9\":{}} // , \"no\": 1\n"
      ",\"\xC3\xBC\":\"\xC3\xBC\",  \"last\":2}";
  TextPositions positions(text);
  Diagnostics diagnostics;
  REQUIRE(read_json(text, positions, diagnostics));
  CHECK(diagnostics.empty());
  CHECK(at(positions.of_value("")) == "2:1");
  CHECK(at(positions.of_value("/a")) == "2:6");
  CHECK(at(positions.of_key("/a")) == "2:2");
  CHECK(at(positions.of_value("/b")) == "2:22");
  CHECK(at(positions.of_key("/b")) == "2:18");
  CHECK(at(positions.of_value("/b/0")) == "2:23");
  CHECK(at(positions.of_value("/b/1")) == "2:26");
  CHECK(at(positions.of_value("/b/2")) == "2:34");
  CHECK(at(positions.of_value("/b/3")) == "2:39");
  CHECK(at(positions.of_value("/b/4")) == "2:45");
  CHECK(at(positions.of_value("/c~1d~0e")) == "3:12");
  CHECK(at(positions.of_value("/c~1d~0e/\xC3\xA9")) == "3:22");
  CHECK(at(positions.of_value("/\xC3\xBC")) == "4:6");
  CHECK(at(positions.of_key("/last")) == "4:12");
  CHECK(at(positions.of_value("/last")) == "4:19");
}

TEST_CASE("an absent value stands where the value around it stands") {
  const std::string text = "{\n \"ops\": [ {\"op\": 1} ]}";
  TextPositions positions(text);
  Diagnostics diagnostics;
  REQUIRE(read_json(text, positions, diagnostics));
  CHECK(at(positions.of_value("/ops/0/height")) == "2:11");
  CHECK(at(positions.of_key("/ops/0/height")) == "2:11");
  CHECK(at(positions.of_value("/nothing")) == "1:1");
  CHECK(at(positions.of_key("/ops/0")) == "2:11");
}

TEST_CASE("every value begins where its position says, with lines of any ending and a byte order mark") {
  for (const std::string newline : {"\n", "\r\n", " "}) {
    const std::string text = "\xEF\xBB\xBF{\"a\":" + newline + "[1,{\"b\":" + newline + "\"v\"}," + newline + "2.5]}";
    TextPositions positions(text);
    Diagnostics diagnostics;
    const auto value = read_json(text, positions, diagnostics);
    REQUIRE(value);
    std::vector<std::string> pointers;
    collect(*value, "", pointers);
    CHECK(pointers.size() == 6);
    for (const std::string& pointer : pointers) {
      const json& there = value->at(json::json_pointer(pointer));
      std::size_t offset = 0;
      for (int line = 1; line < positions.of_value(pointer).line; ++line) offset = text.find('\n', offset) + 1;
      offset += static_cast<std::size_t>(positions.of_value(pointer).column - 1);
      if (positions.of_value(pointer).line == 1) offset += 2;  // the mark is one character of three bytes
      const char first = there.is_array() ? '[' : there.is_object() ? '{' : there.dump().front();
      CAPTURE(pointer);
      CHECK(text[offset] == first);
    }
  }
}

TEST_CASE("duplicate keys, at any depth, once for each repetition") {
  CHECK(problems(R"({"a": 1, "b": {"a": 2}})").empty());
  CHECK(problems(R"({"a": 1, "a": 2})") == "1:10: duplicate-key /a\n");
  CHECK(problems(R"([{"x": {"a": 1, "b": 2, "a": [{"a": 1}], "a": 3}}])") ==
        "1:25: duplicate-key /0/x/a\n1:42: duplicate-key /0/x/a\n");
  CHECK(problems(R"({"a": 1, "\u0061": 2})") == "1:10: duplicate-key /a\n");
}

TEST_CASE("syntax errors stand where they are") {
  CHECK(problems("") == "not JSON\n1:1: syntax \n");
  CHECK(problems("{\"a\": }") == "not JSON\n1:7: syntax \n");
  CHECK(problems("{\"a\" 12}") == "not JSON\n1:6: syntax \n");
  CHECK(problems("[1,\n 2,,3]") == "not JSON\n2:4: syntax \n");
  CHECK(problems("[1] [2]") == "not JSON\n1:5: syntax \n");
  CHECK(problems("[1, 2") == "not JSON\n1:6: syntax \n");
  CHECK(problems("[\"abc") == "not JSON\n1:2: syntax \n");
  CHECK(problems("[\"\xFF\"]") == "not JSON\n1:2: syntax \n");
}

TEST_CASE("deep and large texts are refused before anything recurses") {
  const std::string deep = std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']');
  CHECK(problems(deep).empty());
  CHECK(problems("[" + deep + "]") == "not JSON\n1:101: too-deep \n");
  CHECK(problems(std::string(100000, '[')) == "not JSON\n1:101: too-deep \n");
  CHECK(problems(std::string(kMaxPipelineBytes + 1, ' ')) == "not JSON\n0:0: too-large \n");
}

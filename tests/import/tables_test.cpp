#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "import/libraries.h"
#include "op/table.h"
#include "spec/read_parts.h"

using namespace augshard;
using nlohmann::json;

namespace {

struct NamedTable {
  std::string library;
  const Table& table;
};

std::vector<NamedTable> all_tables() {
  return {{"albumentations", albumentations_table()},
          {"keras", keras_table()},
          {"keras_cv", keras_cv_table()},
          {"torchvision", torchvision_table()},
          {"mmseg", mmseg_table()}};
}

std::string text_of(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += format(diagnostic) + "\n";
  return text;
}

// What a pipeline would say of these ops.
std::string problems_of(const OpsJson& ops) {
  Diagnostics problems;
  read_ops(json(ops), "", {}, problems);
  return text_of(problems);
}

std::string first_name(const std::string& names) { return names.substr(0, names.find('|')); }

}  // namespace

TEST_CASE("every entry of every table carries its example over, to ops that a pipeline takes") {
  for (const auto& named : all_tables()) {
    const std::string& library = named.library;
    const auto& table = named.table;
    for (const Conversion& entry : table) {
      CAPTURE(library + " " + entry.there);
      Report report;
      const json example = json::parse(entry.example);
      const OpsJson ops = convert(entry, {example, ""}, report);
      CHECK_FALSE(has_errors(report.diagnostics()));
      INFO(text_of(report.diagnostics()));
      CHECK(problems_of(ops) == "");
      CHECK((entry.here.empty() || !ops.empty()));
      CHECK((entry.here.empty() || find_op(entry.here) != nullptr || entry.here == "identity"));
    }
  }
}

TEST_CASE("every parameter of every table meets odd values with an op that a pipeline takes, or a message") {
  const std::vector<json> odd{nullptr,      true,
                              -1,           0,
                              0.5,          7,
                              255,          1e9,
                              "word",       json::array(),
                              {1},          {1, 2},
                              {0.2, 0.4},   {-3, 3},
                              {"a", 2},     {1, 2, 3},
                              {1, 2, 3, 4}, json::object(),
                              {{"x", 1}},   {{"x", {1, 2}}, {"y", "a"}}};
  for (const auto& named : all_tables()) {
    const std::string& library = named.library;
    const auto& table = named.table;
    for (const Conversion& entry : table) {
      for (const Parameter& parameter : entry.parameters) {
        if (parameter.there.empty()) continue;
        for (const json& value : odd) {
          json parameters = json::parse(entry.example);
          parameters[first_name(parameter.there)] = value;
          CAPTURE(library + " " + entry.there + " " + parameters.dump());
          Report report;
          const OpsJson ops = convert(entry, {parameters, ""}, report);
          CHECK(problems_of(ops) == "");
          CHECK((!ops.empty() || entry.here.empty() || has_errors(report.diagnostics())));
        }
      }
    }
  }
}

TEST_CASE("a parameter that no line names is reported by its place") {
  for (const auto& named : all_tables()) {
    const std::string& library = named.library;
    const auto& table = named.table;
    for (const Conversion& entry : table) {
      CAPTURE(library + " " + entry.there);
      json parameters = json::parse(entry.example);
      parameters["surprise"] = 1;
      Report report;
      convert(entry, {parameters, "/here"}, report);
      const auto& diagnostics = report.diagnostics();
      CHECK(std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
        return diagnostic.severity == Severity::error && diagnostic.pointer == "/here/surprise";
      }));
    }
  }
}

TEST_CASE("a probability is carried by every entry, and never twice") {
  for (const auto& named : all_tables()) {
    const std::string& library = named.library;
    const auto& table = named.table;
    for (const Conversion& entry : table) {
      const bool own = std::any_of(entry.parameters.begin(), entry.parameters.end(),
                                   [](const Parameter& line) { return line.there == "p" || line.there == "factor"; });
      if (own || entry.here.empty() || entry.there == "RandomFlip") continue;
      CAPTURE(library + " " + entry.there);
      json parameters = json::parse(entry.example);
      parameters["p"] = 0.25;
      Report report;
      const OpsJson ops = convert(entry, {parameters, ""}, report);
      REQUIRE(ops.size() == 1);
      CHECK(ops.front().value("p", 1.0) == 0.25);
    }
  }
}

TEST_CASE("a refusal names an op that is there, and has no entry") {
  for (const Refusals& refusals : {albumentations_refusals(), keras_refusals(), transform_list_refusals()}) {
    for (const Refusal& refusal : refusals) {
      CAPTURE(refusal.there);
      CHECK(find_op(refusal.here) != nullptr);
      CHECK_FALSE(refusal.why.empty());
    }
  }
}

TEST_CASE("no table has a name twice") {
  for (const auto& named : all_tables()) {
    const std::string& library = named.library;
    const auto& table = named.table;
    for (const Conversion& entry : table) {
      CAPTURE(library + " " + entry.there);
      CHECK(find_conversion(table, entry.there) == &entry);
    }
  }
}

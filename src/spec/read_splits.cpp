#include <cmath>
#include <nlohmann/json.hpp>

#include "op/values.h"
#include "spec/forms.h"
#include "spec/names.h"
#include "spec/read_parts.h"

namespace augshard {
namespace {

using nlohmann::json;

constexpr double kFractionTolerance = 1e-9;
const std::vector<std::string> kSelectors{"fraction", "where", "list"};

// A number in a table is text too: 3 stands for "3".
std::optional<std::string> attribute_value(const json& value, const std::string& pointer, Diagnostics& diagnostics) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) {
    const auto number = read_integer(value, pointer, Range{}, diagnostics);
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
  }
  report(diagnostics, "type", pointer, "expected a string or an integer, got " + shown(value));
  return std::nullopt;
}

std::vector<std::string> read_accepted(const json& value, const std::string& pointer, Diagnostics& diagnostics) {
  std::vector<std::string> accepted;
  if (!value.is_array()) {
    if (auto text = attribute_value(value, pointer, diagnostics)) accepted.push_back(std::move(*text));
    return accepted;
  }
  if (value.empty()) report(diagnostics, "empty", pointer, "no value is accepted", "list at least one");
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (auto text = attribute_value(value[i], member(pointer, i), diagnostics)) accepted.push_back(std::move(*text));
  }
  return accepted;
}

void read_where(const json& value, const std::string& pointer, const SourceSpec& source, SplitSpec& split,
                Diagnostics& diagnostics) {
  if (!expect_object(value, pointer, diagnostics)) return;
  if (value.empty()) report(diagnostics, "empty", pointer, "no attribute is named", R"(write {"city": ["aachen"]})");
  for (const auto& [attribute, accepted] : value.items()) {
    check_attribute(source, attribute, member(pointer, attribute), diagnostics);
    split.where[attribute] = read_accepted(accepted, member(pointer, attribute), diagnostics);
  }
}

SplitSpec read_split(const std::string& name, const json& value, const std::string& pointer, const SourceSpec& source,
                     const std::filesystem::path& folder, Diagnostics& diagnostics) {
  SplitSpec split;
  split.name = name;
  if (!is_split_name(name)) {
    report(diagnostics, "split-name", pointer, in_quotes(name) + " is not a name for a split",
           "a letter, then letters, digits and _; not 'all'");
  }
  const ObjectReader in(value, pointer, "a split", split_form(), diagnostics);
  in.set("fraction", split.fraction);
  if (in.has("where")) read_where(*in.find("where"), in.pointer_of("where"), source, split, diagnostics);
  std::string list;
  in.set("list", list);
  if (!list.empty()) split.list = (folder / list).lexically_normal();
  in.set("copies", split.copies);
  if (in.has("ops")) split.ops = read_ops(*in.find("ops"), in.pointer_of("ops"), folder, diagnostics);
  if (in.has("original"))
    split.original = read_ops(*in.find("original"), in.pointer_of("original"), folder, diagnostics);
  return split;
}

// What selects the records must be one thing in each split, and the same in all.
void check_selectors(const json& splits, Diagnostics& diagnostics) {
  std::string first_kind;
  std::string first_split;
  for (const auto& [name, value] : splits.items()) {
    if (!value.is_object()) continue;
    const std::string pointer = member("/splits", name);
    std::vector<std::string> given;
    for (const std::string& kind : kSelectors) {
      if (value.contains(kind)) given.push_back(kind);
    }
    if (given.size() != 1) {
      report(diagnostics, "split-selection", pointer,
             given.empty() ? "the split says of no record that it belongs here"
                           : "the split selects its records in more than one way: " + joined(given),
             "give one of " + joined(kSelectors));
    } else if (first_kind.empty()) {
      first_kind = given.front();
      first_split = name;
    } else if (given.front() != first_kind) {
      report(diagnostics, "split-selection", member(pointer, given.front()),
             "the split selects by '" + given.front() + "', but " + in_quotes(first_split) + " by '" + first_kind + "'",
             "use the same in all splits");
    }
  }
}

void check_fractions(const std::vector<SplitSpec>& splits, Diagnostics& diagnostics) {
  double sum = 0;
  for (const SplitSpec& split : splits) {
    if (!split.fraction) return;
    sum += *split.fraction;
  }
  if (splits.empty() || std::abs(sum - 1) <= kFractionTolerance) return;
  report(diagnostics, "fractions", "/splits", "the fractions add up to " + number_json(sum).dump() + ", not to 1",
         "change one of them");
}

std::vector<SplitSpec> one_split() {
  SplitSpec split;
  split.name = "train";
  split.fraction = 1;
  return {split};
}

}  // namespace

std::vector<SplitSpec> read_splits(const json* splits, const json* ops, const SourceSpec& source,
                                   const std::filesystem::path& folder, Diagnostics& diagnostics) {
  OpList shared;
  if (ops != nullptr) shared = read_ops(*ops, "/ops", folder, diagnostics);
  std::vector<SplitSpec> result;
  if (splits == nullptr) {
    result = one_split();
    result.front().ops = shared;
    return result;
  }
  if (!expect_object(*splits, "/splits", diagnostics)) return result;
  if (splits->empty()) {
    report(diagnostics, "empty", "/splits", "no split is named", "leave 'splits' out for one named 'train'");
  }
  bool shared_is_used = false;
  const std::size_t before = diagnostics.size();
  for (const auto& [name, value] : splits->items()) {
    result.push_back(read_split(name, value, member("/splits", name), source, folder, diagnostics));
    if (value.is_object() && value.contains("ops")) continue;
    result.back().ops = shared;
    shared_is_used = true;
  }
  check_selectors(*splits, diagnostics);
  if (diagnostics.size() == before) check_fractions(result, diagnostics);
  if (ops != nullptr && !shared_is_used && !result.empty()) {
    report(diagnostics, "unused-ops", "/ops", "every split has ops of its own, so these do nothing", "remove them");
    diagnostics.back().severity = Severity::warning;
  }
  return result;
}

}  // namespace augshard

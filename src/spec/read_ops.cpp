#include <algorithm>
#include <nlohmann/json.hpp>

#include "op/bind.h"
#include "op/table.h"
#include "op/values.h"
#include "spec/forms.h"
#include "spec/read_parts.h"

namespace augshard {
namespace {

using nlohmann::json;

OpList read_children(const json& value, const std::string& pointer, const std::string& path, Diagnostics& diagnostics);

// "RandomCrop" and "random_crop" are one word.
std::string without_style(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != '_') plain += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

// Names by which people may ask for an op, each with its name here: own names first.
std::vector<std::pair<std::string, std::string>> known_names() {
  std::vector<std::pair<std::string, std::string>> names;
  for (const OpInfo& info : op_table()) names.emplace_back(info.name, info.name);
  for (const CompositionForm& composition : composition_forms()) names.emplace_back(composition.name, composition.name);
  for (const OpInfo& info : op_table()) {
    for (const std::string& other : info.other_names) names.emplace_back(other, info.name);
  }
  return names;
}

std::string hint_for_op(const std::string& name) {
  const auto names = known_names();
  std::vector<std::string> candidates;
  for (const auto& [spelling, op] : names) {
    if (without_style(spelling) == without_style(name)) return "it is called '" + op + "' here";
    candidates.push_back(spelling);
  }
  const std::string near = did_you_mean(name, candidates);
  if (near.empty()) return "`augshard ops` lists them";
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const auto& entry) { return near == "did you mean '" + entry.first + "'?"; });
  return found->first == found->second ? near : "did you mean '" + found->second + "' (" + found->first + ")?";
}

// `null` leaves a key of sampling unset, as if it were absent.
const json* find_set(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

template <class Enum>
std::optional<Enum> read_named(const json& object, const char* key, const std::vector<std::string>& names,
                               const std::string& pointer, Diagnostics& diagnostics) {
  const json* value = find_set(object, key);
  if (value == nullptr) return std::nullopt;
  const auto name = read_string(*value, member(pointer, key), names, diagnostics);
  if (!name) return std::nullopt;
  return static_cast<Enum>(std::find(names.begin(), names.end(), *name) - names.begin());
}

// The names stand in the order of the enums.
static_assert(static_cast<int>(Interpolation::nearest) == 0 && static_cast<int>(Interpolation::linear) == 1 &&
              static_cast<int>(Interpolation::cubic) == 2 && static_cast<int>(Interpolation::lanczos4) == 3 &&
              static_cast<int>(Interpolation::area) == 4);
static_assert(static_cast<int>(Border::constant) == 0 && static_cast<int>(Border::replicate) == 1 &&
              static_cast<int>(Border::reflect) == 2 && static_cast<int>(Border::reflect101) == 3 &&
              static_cast<int>(Border::wrap) == 4);

SamplingChoice read_sampling(const json& object, const std::string& pointer, Diagnostics& diagnostics) {
  SamplingChoice choice;
  choice.interpolation =
      read_named<Interpolation>(object, "interpolation", interpolation_names(), pointer, diagnostics);
  choice.border = read_named<Border>(object, "border", border_names(), pointer, diagnostics);
  if (const json* fill = find_set(object, "fill")) {
    const std::size_t before = diagnostics.size();
    choice.fill = read_numbers(*fill, member(pointer, "fill"), Range{0, 1}, diagnostics);
    add_hint(diagnostics, before, kFillHint);
  }
  if (const json* fill = find_set(object, "mask_fill")) {
    choice.mask_fill = read_number(*fill, member(pointer, "mask_fill"), kLabelRange, diagnostics);
  }
  return choice;
}

IntDraw read_count(const json& object, const std::string& pointer, std::size_t children, bool replace,
                   Diagnostics& diagnostics) {
  const double most = static_cast<double>(children);
  IntDraw count{children > 1 ? Draw::uniform(1, std::min(3.0, most)) : Draw::constant(1)};
  if (!object.contains("n")) return count;
  const std::string n = member(pointer, "n");
  const auto read = read_draw(object["n"], n, kHowManyRange, true, diagnostics);
  if (!read) return count;
  count.draw = *read;
  if (!replace && read->bounds().second > most) {
    report(diagnostics, "rule", n, "more are to be drawn than the " + std::to_string(children) + " ops it holds",
           "with \"replace\": true one may be drawn more than once");
  }
  return count;
}

Composition read_composition(const CompositionForm& composition, const json& object, const std::string& pointer,
                             OpNode& node, Diagnostics& diagnostics) {
  const ObjectReader in(object, pointer, "'" + composition.name + "'", composition.form, diagnostics);
  if (composition.name == "sometimes") node.p = 0.5;
  in.set("p", node.p);
  Composition result;
  const json* children = in.find("ops");
  if (children != nullptr && composition.name != "identity") {
    result.ops = read_children(*children, in.pointer_of("ops"), node.path + "/ops/", diagnostics);
    if (children->is_array() && children->empty()) {
      report(diagnostics, "empty", in.pointer_of("ops"), "'" + composition.name + "' holds no ops",
             "\"identity\" is the op that does nothing");
    }
  }
  if (composition.name == "one_of") {
    result.kind = Composition::Kind::one_of;
    if (const json* weights = in.find("weights"); weights != nullptr && children != nullptr && children->is_array()) {
      result.weights = read_weights(*weights, in.pointer_of("weights"), children->size(), diagnostics)
                           .value_or(std::vector<double>{});
    }
  } else if (composition.name == "some_of") {
    result.kind = Composition::Kind::some_of;
    in.set("replace", result.replace);
    const std::size_t count = children != nullptr && children->is_array() ? children->size() : 0;
    if (count > 0) result.n = read_count(object, pointer, count, result.replace, diagnostics);
  } else if (composition.name == "random_order") {
    result.kind = Composition::Kind::random_order;
  }
  return result;
}

void read_plain_op(const OpInfo& info, const json& object, const std::string& pointer, OpNode& node,
                   Diagnostics& diagnostics) {
  if (object.contains("p")) {
    const std::size_t before = diagnostics.size();
    node.p = read_number(object["p"], member(pointer, "p"), Range{0, 1}, diagnostics).value_or(1);
    add_hint(diagnostics, before, "default is 1");
  }
  if (info.kind == OpKind::geometry) node.sampling = read_sampling(object, pointer, diagnostics);
  if (auto bound = bind_op(info, object, pointer, common_keys(info.kind), diagnostics))
    node.content = std::move(*bound);
}

void read_named_op(const std::string& name, const json& object, const std::string& name_pointer, OpNode& node,
                   Diagnostics& diagnostics) {
  const auto& compositions = composition_forms();
  const auto composition =
      std::find_if(compositions.begin(), compositions.end(), [&](const auto& c) { return c.name == name; });
  if (composition != compositions.end()) {
    node.content = read_composition(*composition, object, node.pointer, node, diagnostics);
  } else if (const OpInfo* info = find_op(name)) {
    read_plain_op(*info, object, node.pointer, node, diagnostics);
  } else {
    report(diagnostics, "unknown-op", name_pointer, "no op is named " + in_quotes(name), hint_for_op(name));
  }
}

OpNode read_op(const json& value, const std::string& pointer, const std::string& path, Diagnostics& diagnostics) {
  OpNode node;
  node.path = path;
  node.pointer = pointer;
  if (value.is_string()) {
    const auto name = value.get<std::string>();
    read_named_op(name, json{{"op", name}}, pointer, node, diagnostics);
  } else if (!value.is_object()) {
    report(diagnostics, "type", pointer, "expected an op, got " + shown(value),
           R"(write {"op": "rotate", ...}, or "transpose" for an op without parameters)");
  } else if (!value.contains("op")) {
    report(diagnostics, "missing-key", pointer, "an op needs 'op', its name", R"(write {"op": "rotate", ...})");
  } else if (const auto name = read_string(value["op"], member(pointer, "op"), {}, diagnostics)) {
    read_named_op(*name, value, member(pointer, "op"), node, diagnostics);
  }
  return node;
}

OpList read_children(const json& value, const std::string& pointer, const std::string& path, Diagnostics& diagnostics) {
  OpList list;
  if (!value.is_array()) {
    report(diagnostics, "type", pointer, "expected a list of ops, got " + shown(value));
    return list;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    list.push_back(read_op(value[i], member(pointer, i), path + std::to_string(i), diagnostics));
  }
  return list;
}

}  // namespace

OpList read_ops(const json& value, const std::string& pointer, Diagnostics& diagnostics) {
  return read_children(value, pointer, "", diagnostics);
}

}  // namespace augshard

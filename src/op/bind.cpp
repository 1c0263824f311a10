#include "op/bind.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

std::optional<std::int64_t> label_of(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

// Writes one JSON value into a member of the parameter struct; false when a problem was reported.
struct ValueReader {
  const Param& param;
  const json& value;
  const std::string& pointer;
  Diagnostics& diagnostics;

  template <class T>
  bool assign(T* target, std::optional<T> read) const {
    if (read) *target = std::move(*read);
    return read.has_value();
  }

  bool operator()(bool* target) const { return assign(target, read_bool(value, pointer, diagnostics)); }
  bool operator()(double* target) const {
    return assign(target, read_number(value, pointer, param.range, diagnostics));
  }
  bool operator()(std::string* target) const {
    return assign(target, read_string(value, pointer, param.choices, diagnostics));
  }
  bool operator()(int* target) const {
    const Range range = integer_range(param);
    const auto read = read_integer(value, pointer, range, diagnostics);
    if (read) *target = static_cast<int>(*read);
    return read.has_value();
  }
  bool operator()(Draw* target) const {
    return assign(target, read_draw(value, pointer, param.range, false, diagnostics));
  }
  bool operator()(IntDraw* target) const {
    return assign(&target->draw, read_draw(value, pointer, param.range, true, diagnostics));
  }
  bool operator()(std::vector<double>* target) const {
    return assign(target, read_numbers(value, pointer, param.range, diagnostics));
  }
  bool operator()(LabelMap* target) const {
    return read_by_label(target, R"({"7": 0})", [&](const json& id, const std::string& at) {
      return read_integer(id, at, param.range, diagnostics);
    });
  }
  bool operator()(LabelWeights* target) const {
    target->clear();
    return value.is_null() || read_by_label(target, R"({"7": 0.5})", [&](const json& weight, const std::string& at) {
             return read_number(weight, at, param.range, diagnostics);
           });
  }
  template <class Map, class Read>
  bool read_by_label(Map* target, const char* sample, Read read) const {
    if (!value.is_object()) {
      report(diagnostics, "type", pointer,
             std::string("expected an object such as ") + sample + ", got " + shown(value));
      return false;
    }
    Map map;
    bool good = true;
    for (const auto& [key, entry] : value.items()) {
      const auto label = label_of(key);
      if (!label) report(diagnostics, "type", member(pointer, key), in_quotes(key) + " is not a label id");
      const auto read_entry = read(entry, member(pointer, key));
      if (label && read_entry) map[*label] = *read_entry;
      good = good && label && read_entry;
    }
    if (good) *target = std::move(map);
    return good;
  }
  bool operator()(MaskName* target) const { return read_name(&target->name); }
  bool operator()(BoxesName* target) const { return read_name(&target->name); }
  bool read_name(std::string* target) const {
    target->clear();
    return value.is_null() || assign(target, read_string(value, pointer, {}, diagnostics));
  }
  bool operator()(Interval* target) const {
    if (value.is_string() && !param.choices.empty()) {
      return assign(&target->name, read_string(value, pointer, param.choices, diagnostics));
    }
    if (!value.is_array() || value.size() != 2) {
      const std::string names = param.choices.empty() ? "" : " or one of " + joined(param.choices);
      report(diagnostics, "type", pointer, "expected two numbers [low, high]" + names + ", got " + shown(value));
      return false;
    }
    const auto low = read_number(value[0], member(pointer, std::size_t{0}), param.range, diagnostics);
    const auto high = read_number(value[1], member(pointer, std::size_t{1}), param.range, diagnostics);
    if (!low || !high) return false;
    if (*low < *high) return assign(target, std::optional(Interval{"", *low, *high}));
    report(diagnostics, "order", pointer,
           "the low end " + value[0].dump() + " is not below the high end " + value[1].dump());
    return false;
  }
  template <class T>
  bool operator()(std::optional<T>* target) const {
    target->reset();
    if (value.is_null()) return true;
    return (*this)(&target->emplace());
  }

  static Range integer_range(const Param& param) {
    return {std::max(param.range.low, static_cast<double>(std::numeric_limits<int>::min())),
            std::min(param.range.high, static_cast<double>(std::numeric_limits<int>::max()))};
  }
};

// Sets a component that the pipeline leaves out to its neutral value.
struct IdentityWriter {
  double identity;

  void operator()(double* target) const { *target = identity; }
  void operator()(int* target) const { *target = static_cast<int>(identity); }
  void operator()(Draw* target) const { *target = Draw::constant(identity); }
  void operator()(IntDraw* target) const { target->draw = Draw::constant(identity); }
  template <class T>
  void operator()(T* target) const {
    if constexpr (IsOptional<T>::value) target->reset();
  }
};

struct DefaultWriter {
  json operator()(const bool* value) const { return *value; }
  json operator()(const int* value) const { return *value; }
  json operator()(const double* value) const { return number_json(*value); }
  json operator()(const std::string* value) const { return *value; }
  json operator()(const Draw* value) const { return draw_json(*value); }
  json operator()(const IntDraw* value) const { return draw_json(value->draw); }
  json operator()(const std::vector<double>* value) const {
    json list = json::array();
    for (const double number : *value) list.push_back(number_json(number));
    return list;
  }
  json operator()(const LabelMap* value) const {
    json object = json::object();
    for (const auto& [from, to] : *value) object[std::to_string(from)] = to;
    return object;
  }
  json operator()(const LabelWeights* value) const {
    json object;
    for (const auto& [label, weight] : *value) object[std::to_string(label)] = number_json(weight);
    return object;
  }
  // A target that is not named is null: empty text is no name.
  json operator()(const MaskName* value) const { return value->name.empty() ? json() : json(value->name); }
  json operator()(const BoxesName* value) const { return value->name.empty() ? json() : json(value->name); }
  json operator()(const Interval* value) const {
    if (!value->name.empty()) return value->name;
    return json::array({number_json(value->low), number_json(value->high)});
  }
  template <class T>
  json operator()(const std::optional<T>* value) const {
    return *value ? (*this)(&**value) : json();
  }
};

const Param* find_param(const OpInfo& info, const std::string& name) {
  const auto found =
      std::find_if(info.params.begin(), info.params.end(), [&](const Param& p) { return p.name == name; });
  return found == info.params.end() ? nullptr : &*found;
}

void report_unknown(const OpInfo& info, const std::string& key, const std::string& pointer,
                    const std::vector<std::string>& common, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const Param& param : info.params) names.push_back(param.name);
  const std::string own = names.empty() ? "it has none of its own" : "its parameters: " + joined(names);
  names.insert(names.end(), common.begin(), common.end());
  const std::string near = did_you_mean(key, names);
  report(diagnostics, "unknown-parameter", pointer, "op '" + info.name + "' has no parameter " + in_quotes(key),
         near.empty() ? own : near);
}

void bind_param(const OpInfo& info, const Param& param, const json& value, const std::string& pointer, void* params,
                Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.size();
  std::visit(ValueReader{param, value, pointer, diagnostics}, param.in(params));
  if (!param.required) add_hint(diagnostics, before, "default is " + default_of(info, param).dump());
}

void set_identities(const OpInfo& info, const json& object, void* params) {
  const bool named = std::any_of(info.params.begin(), info.params.end(),
                                 [&](const Param& p) { return p.identity && object.contains(p.name); });
  if (!named) return;
  for (const Param& param : info.params) {
    if (param.identity && !object.contains(param.name)) std::visit(IdentityWriter{*param.identity}, param.in(params));
  }
}

}  // namespace

const std::vector<std::string>& common_keys(OpKind kind) {
  static const std::vector<std::string> all{"op", "p"};
  static const std::vector<std::string> geometry{"op", "p", "interpolation", "border", "fill", "mask_fill"};
  return kind == OpKind::geometry || kind == OpKind::policy ? geometry : all;
}

const std::vector<std::string>& interpolation_names() {
  static const std::vector<std::string> names{"nearest", "linear", "cubic", "lanczos4", "area"};
  return names;
}

const std::vector<std::string>& border_names() {
  static const std::vector<std::string> names{"constant", "replicate", "reflect", "reflect101", "wrap"};
  return names;
}

std::optional<BoundOp> bind_op(const OpInfo& info, const json& object, const std::string& pointer,
                               const std::vector<std::string>& common, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.size();
  const std::shared_ptr<void> params = info.make();
  for (const auto& [key, value] : object.items()) {
    if (std::find(common.begin(), common.end(), key) != common.end()) continue;
    const std::string key_pointer = member(pointer, key);
    const Param* param = find_param(info, key);
    if (param == nullptr) {
      report_unknown(info, key, key_pointer, common, diagnostics);
    } else {
      bind_param(info, *param, value, key_pointer, params.get(), diagnostics);
    }
  }
  for (const Param& param : info.params) {
    if (!param.required || object.contains(param.name)) continue;
    report(diagnostics, "missing-parameter", pointer, "op '" + info.name + "' needs '" + param.name + "'", param.doc);
  }
  if (diagnostics.size() > before) return std::nullopt;
  set_identities(info, object, params.get());
  for (const Rule& rule : info.rules) {
    if (!rule.holds(params.get())) report(diagnostics, "rule", pointer, "op '" + info.name + "': " + rule.sentence);
  }
  if (diagnostics.size() > before) return std::nullopt;
  return BoundOp{&info, params};
}

json default_of(const OpInfo& info, const Param& param) {
  const std::shared_ptr<void> params = info.make();
  return std::visit([](const auto* value) { return DefaultWriter{}(value); }, param.in(params.get()));
}

}  // namespace augshard

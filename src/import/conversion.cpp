#include "import/conversion.h"

#include <algorithm>
#include <sstream>

#include "import/import.h"
#include "op/values.h"
#include "spec/read_parts.h"

namespace augshard {
namespace {

using nlohmann::json;

// "fill|value" is the parameter fill, once called value.
std::vector<std::string> names_of(const std::string& there) {
  std::vector<std::string> names;
  std::istringstream text(there);
  for (std::string name; std::getline(text, name, '|');) names.push_back(name);
  return names;
}

bool is_one_of(std::string_view name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> unknown_keys(const Conversion& conversion, const Given& given) {
  std::vector<std::string> unknown;
  for (const auto& item : given.parameters.items()) {
    const bool known = item.key() == given.p_key || is_one_of(item.key(), given.neutral) ||
                       std::any_of(conversion.parameters.begin(), conversion.parameters.end(),
                                   [&](const Parameter& line) { return is_one_of(item.key(), names_of(line.there)); });
    if (!known) unknown.push_back(item.key());
  }
  return unknown;
}

std::string hint_for(const std::string& op) {
  const std::string ops = op.empty() ? "`augshard ops`" : "`augshard ops " + op + "`";
  return ops + " tells what there is here; --partial leaves this out";
}

// Keeps what the reader of pipelines takes; reports what it refuses, in the words of the other library.
OpsJson checked(OpsJson ops, const Conversion& conversion, const Transform& transform, Report& report) {
  Diagnostics problems;
  read_ops(json(ops), "", {}, problems);
  if (problems.empty()) return ops;
  const Diagnostic& problem = problems.front();
  const auto line = std::find_if(conversion.parameters.begin(), conversion.parameters.end(), [&](const Parameter& p) {
    return !p.here.empty() && !p.there.empty() && (problem.pointer + "/").find("/" + p.here + "/") != std::string::npos;
  });
  const bool found = line != conversion.parameters.end();
  const std::string there = found ? names_of(line->there).front() : "";
  report.lost(transform.pointer_of(there), conversion.there + " cannot be carried over: " + problem.message,
              (found ? "'" + there + "' is '" + line->here + "' of '" + conversion.here + "' here; " : "") +
                  hint_for(conversion.here));
  return {};
}

OpsJson with_probability(OpsJson ops, double p) {
  if (p == 1 || ops.empty()) return ops;
  if (ops.size() > 1) ops = {OpJson{{"op", "sequential"}, {"ops", ops}}};
  const OpJson inner = ops.front().value("p", OpJson(1));
  ops.front()["p"] = tidy(p * inner.get<double>());
  return ops;
}

}  // namespace

void Report::lost(std::string pointer, std::string message, std::string hint) {
  report(diagnostics_, kNotCarried, std::move(pointer), std::move(message), std::move(hint));
}

void Report::differs(std::string pointer, std::string message, std::string hint) {
  const bool told = std::any_of(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::warning && diagnostic.message == message;
  });
  if (told) return;
  report(diagnostics_, "differs", std::move(pointer), std::move(message), std::move(hint));
  diagnostics_.back().severity = Severity::warning;
}

Parameters operator+(Parameters first, const Parameters& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

Transform::Transform(const Conversion& conversion, const Given& given, Report& report)
    : conversion_(conversion), pointer_(given.pointer), report_(report) {
  if (!conversion.here.empty()) op["op"] = conversion.here;
  report_unknown(given);
  for (const Parameter& line : conversion.parameters) read_line(line, given);
  settle_border();
  read_p(given);
  if (!conversion.note.empty()) differs(conversion.note);
}

const json& Transform::value(std::string_view there) const {
  static const json none;
  const auto found =
      std::find_if(values_.begin(), values_.end(), [&](const auto& value) { return value.first == there; });
  return found == values_.end() ? none : found->second;
}

std::string Transform::pointer_of(std::string_view there) const {
  const auto found =
      std::find_if(pointers_.begin(), pointers_.end(), [&](const auto& pointer) { return pointer.first == there; });
  return found == pointers_.end() ? pointer_ : found->second;
}

bool Transform::set(OpJson& target, std::string_view here, std::string_view there, const ValueRule& rule,
                    const json& value) {
  const auto read = rule(value);
  if (!read) lose(there);
  if (read && !read->is_null()) target[std::string(here)] = *read;
  return read.has_value();
}

void Transform::lose(std::string_view there, const std::string& why) {
  const json& given = value(there);
  const std::string reason = !why.empty()      ? why
                             : given.is_null() ? "it must be given"
                                               : shown(given) + " has no counterpart";
  report_.lost(pointer_of(there), name() + ": '" + std::string(there) + "' cannot be carried over: " + reason,
               hint_for(conversion_.here));
}

OpsJson Transform::lose_all(const std::string& why) {
  report_.lost(pointer_, name() + " cannot be carried over: " + why, hint_for(conversion_.here));
  return {};
}

void Transform::differs(const std::string& what) { report_.differs(pointer_, name() + ": " + what); }

OpsJson Transform::convert_part(const Conversion& conversion, const json& parameters) {
  return convert(conversion, {parameters, pointer_, {}, ""}, report_);
}

void Transform::read_p(const Given& given) {
  p = conversion_.p;
  const auto found = given.parameters.find(given.p_key);
  const bool is_parameter = value(given.p_key).is_null();  // else a line of the entry has read it
  if (given.p_key.empty() || found == given.parameters.end() || !is_parameter || found->is_null()) return;
  if (found->is_number() && found->get<double>() >= 0 && found->get<double>() <= 1) {
    p = found->get<double>();
  } else {
    report_.lost(member(pointer_, given.p_key),
                 name() + ": '" + given.p_key + "' is a probability, not " + shown(*found), "0 to 1");
  }
}

void Transform::read_line(const Parameter& line, const Given& given) {
  const std::vector<std::string> names = names_of(line.there);
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const std::string& name) { return given.parameters.contains(name); });
  const std::string first = names.empty() ? "" : names.front();
  if (found != names.end()) pointers_.emplace_back(first, member(pointer_, *found));
  if (found == names.end() && line.fallback.empty()) return lose(first);
  const json value = found != names.end() ? given.parameters.at(*found) : json::parse(line.fallback);
  values_.emplace_back(first, value);
  const auto here = line.rule(value);
  if (!here) return lose(first);
  if (!here->is_null() && !line.here.empty()) op[line.here] = *here;
}

void Transform::report_unknown(const Given& given) {
  for (const std::string& key : unknown_keys(conversion_, given)) {
    report_.lost(member(pointer_, key), name() + ": parameter " + in_quotes(key) + " is not known here",
                 hint_for(conversion_.here));
  }
}

// A fill is of use where the border is constant, and would be an odd thing to read anywhere else. A mask never takes
// the image's border by an op.
void Transform::settle_border() {
  if (!has_line_for("border")) return;
  const bool pads = conversion_.here == "pad" || conversion_.here == "pad_if_needed" || op.contains("if_smaller");
  const std::string border = op.value("border", pads ? "constant" : "reflect101");
  if (border == "constant") return;
  op.erase("fill");
  op.erase("mask_fill");
  report_.differs(pointer_, "masks take their fill outside the picture, where '" + name() + "' also extends them",
                  R"("border": "same" of the mask target extends them as the image)");
}

bool Transform::has_line_for(std::string_view here) const {
  return std::any_of(conversion_.parameters.begin(), conversion_.parameters.end(),
                     [&](const Parameter& line) { return line.here == here; });
}

const Conversion* find_conversion(const Table& table, std::string_view there) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Conversion& entry) { return entry.there == there; });
  return found == table.end() ? nullptr : &*found;
}

OpsJson convert(const Conversion& conversion, const Given& given, Report& report) {
  Transform transform(conversion, given, report);
  OpsJson ops;
  if (conversion.special != nullptr) {
    ops = conversion.special(transform);
  } else if (!conversion.here.empty()) {
    ops = {transform.op};
  }
  return checked(with_probability(std::move(ops), transform.p), conversion, transform, report);
}

bool knows_all(const Conversion& conversion, const Given& given) { return unknown_keys(conversion, given).empty(); }

void report_unknown_transform(const std::string& name, const Refusals& refusals, std::string pointer, Report& report) {
  const auto refusal =
      std::find_if(refusals.begin(), refusals.end(), [&](const Refusal& entry) { return entry.there == name; });
  const bool found = refusal != refusals.end();
  report.lost(std::move(pointer),
              in_quotes(name) + (found ? " cannot be carried over: " + refusal->why : " has no counterpart here"),
              hint_for(found ? refusal->here : ""));
}

}  // namespace augshard

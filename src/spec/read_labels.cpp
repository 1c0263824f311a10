#include "spec/read_labels.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "op/values.h"
#include "spec/forms.h"

namespace augshard {
namespace {

using nlohmann::json;

std::optional<std::int64_t> whole_text(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

class ClassesReader {
 public:
  explicit ClassesReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  std::map<std::int64_t, std::string> read(const json& value, const std::string& pointer) {
    if (value.is_array()) {
      for (std::size_t id = 0; id < value.size(); ++id) {
        add(static_cast<std::int64_t>(id), value[id], member(pointer, id));
      }
    } else if (value.is_object()) {
      for (const auto& [text, name] : value.items()) add_sparse(text, name, member(pointer, text));
    } else {
      report(diagnostics_, "type", pointer, "expected a list of names or an object, got " + shown(value),
             R"(write ["background", "road"], or {"7": "road"} for sparse ids)");
    }
    return std::move(classes_);
  }

 private:
  void add_sparse(const std::string& text, const json& name, const std::string& pointer) {
    const auto id = whole_text(text);
    const bool plain =
        id && *id >= 0 && *id <= static_cast<std::int64_t>(kLabelRange.high) && std::to_string(*id) == text;
    if (plain) return add(*id, name, pointer);
    report(diagnostics_, "type", pointer, in_quotes(text) + " is not a label id", R"(write {"7": "road"})");
  }

  void add(std::int64_t id, const json& value, const std::string& pointer) {
    const auto name = read_string(value, pointer, {}, diagnostics_);
    if (!name) return;
    // Class names become lines of a file.
    const bool one_line = std::none_of(name->begin(), name->end(), [](char c) { return c >= 0 && c < ' '; });
    if (name->empty() || !one_line) {
      report(diagnostics_, "name", pointer, in_quotes(*name) + " is not a name for a class", "one line of text");
      return;
    }
    if (!names_.insert(*name).second) {
      report(diagnostics_, "duplicate", pointer, "two classes are named " + in_quotes(*name), "give each its own name");
    }
    classes_[id] = *name;
  }

  Diagnostics& diagnostics_;
  std::map<std::int64_t, std::string> classes_;
  std::set<std::string> names_;
};

class SwapsReader {
 public:
  SwapsReader(const std::map<std::int64_t, std::string>& names, std::string what, Diagnostics& diagnostics)
      : names_(names), what_(std::move(what)), diagnostics_(diagnostics) {}

  LabelSwaps read(const json& value, const std::string& pointer) {
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) add(value[i], member(pointer, i));
    } else {
      report(diagnostics_, "type", pointer, "expected a list of pairs, got " + shown(value),
             R"(write [["left", "right"]] or [[4, 5]])");
    }
    return std::move(swaps_);
  }

 private:
  void add(const json& pair, const std::string& pointer) {
    if (!pair.is_array() || pair.size() != 2) {
      report(diagnostics_, "type", pointer, "expected a pair, got " + shown(pair), "write [4, 5]");
      return;
    }
    const auto first = id_of(pair[0], member(pointer, std::size_t{0}));
    const auto second = id_of(pair[1], member(pointer, std::size_t{1}));
    if (!first || !second) return;
    for (const std::int64_t id : {*first, *second}) {
      if (used_.insert(id).second) continue;
      report(diagnostics_, "duplicate", pointer, what_ + " " + std::to_string(id) + " is swapped twice",
             "a " + what_ + " changes places with one other");
    }
    swaps_.emplace_back(*first, *second);
  }

  std::optional<std::int64_t> id_of(const json& value, const std::string& pointer) {
    std::vector<std::string> names;
    for (const auto& [id, name] : names_) {
      if (value.is_string() && value.get<std::string>() == name) return id;
      names.push_back(name);
    }
    const std::string code = "unknown-" + what_;
    if (value.is_string()) {
      const auto name = value.get<std::string>();
      report(diagnostics_, code, pointer, "no " + what_ + " is named " + in_quotes(name),
             names.empty() ? "declare the names, or give ids" : did_you_mean(name, names));
      return std::nullopt;
    }
    const auto id = read_integer(value, pointer, kLabelRange, diagnostics_);
    if (id && !names.empty() && !names_.contains(*id)) {
      report(diagnostics_, code, pointer, "no " + what_ + " has the id " + std::to_string(*id),
             "they are " + joined(names));
    }
    return id;
  }

  const std::map<std::int64_t, std::string>& names_;
  std::string what_;
  Diagnostics& diagnostics_;
  std::set<std::int64_t> used_;
  LabelSwaps swaps_;
};

}  // namespace

std::map<std::int64_t, std::string> read_classes(const ObjectReader& in, Diagnostics& diagnostics) {
  const json* value = in.find("classes");
  if (value == nullptr) return {};
  return ClassesReader(diagnostics).read(*value, in.pointer_of("classes"));
}

LabelSwaps read_swaps(const ObjectReader& in, const std::string& key, const std::map<std::int64_t, std::string>& names,
                      const std::string& what, Diagnostics& diagnostics) {
  const json* value = in.find(key);
  if (value == nullptr) return {};
  return SwapsReader(names, what, diagnostics).read(*value, in.pointer_of(key));
}

}  // namespace augshard

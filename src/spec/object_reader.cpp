#include "spec/object_reader.h"

#include <algorithm>
#include <set>

#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

std::vector<std::string> names_of(const Form& form) {
  std::vector<std::string> names;
  for (const Key& key : form) names.push_back(key.name);
  return names;
}

void check_keys(const json& object, const std::string& pointer, const std::string& what, const Form& form,
                Diagnostics& diagnostics) {
  const std::vector<std::string> names = names_of(form);
  for (const auto& [key, value] : object.items()) {
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    const std::string near = did_you_mean(key, names);
    report(diagnostics, "unknown-key", member(pointer, key), what + " has no key " + in_quotes(key),
           near.empty() ? "its keys: " + joined(names) : near);
  }
  for (const Key& key : form) {
    if (!key.required || object.contains(key.name)) continue;
    report(diagnostics, "missing-key", pointer, what + " needs '" + key.name + "'", key.doc);
  }
}

}  // namespace

bool expect_object(const json& value, const std::string& pointer, Diagnostics& diagnostics) {
  if (value.is_object()) return true;
  report(diagnostics, "type", pointer, "expected an object, got " + shown(value));
  return false;
}

std::optional<std::vector<std::string>> read_strings(const json& value, const std::string& pointer,
                                                     Diagnostics& diagnostics) {
  if (!value.is_array()) {
    report(diagnostics, "type", pointer, "expected a list of strings, got " + shown(value));
    return std::nullopt;
  }
  std::vector<std::string> strings;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < value.size(); ++i) {
    auto text = read_string(value[i], member(pointer, i), {}, diagnostics);
    if (!text) continue;
    if (!seen.insert(*text).second) {
      report(diagnostics, "duplicate", member(pointer, i), in_quotes(*text) + " is given twice", "keep one of the two");
    }
    strings.push_back(std::move(*text));
  }
  return strings;
}

ObjectReader::ObjectReader(const json& object, std::string pointer, std::string what, const Form& form,
                           Diagnostics& diagnostics)
    : object_(&object), pointer_(std::move(pointer)), form_(&form), diagnostics_(&diagnostics) {
  if (expect_object(object, pointer_, diagnostics)) check_keys(object, pointer_, what, form, diagnostics);
}

const json* ObjectReader::find(std::string_view key) const {
  if (!object_->is_object()) return nullptr;
  const auto found = object_->find(key);
  return found == object_->end() ? nullptr : &*found;
}

std::string ObjectReader::pointer_of(std::string_view key) const { return member(pointer_, key); }

const Key& ObjectReader::declared(std::string_view key) const {
  const auto found = std::find_if(form_->begin(), form_->end(), [&](const Key& k) { return k.name == key; });
  assert(found != form_->end());
  return *found;
}

template <class T, class Read>
void ObjectReader::set_with(std::string_view key, T& target, const Read& read) const {
  const json* value = find(key);
  if (value == nullptr) return;
  const Key& form = declared(key);
  const std::size_t before = diagnostics_->size();
  if (auto result = read(*value, pointer_of(key), form)) target = static_cast<T>(std::move(*result));
  const std::string fallback = form.fallback.empty() ? "" : "default is " + form.fallback;
  add_hint(*diagnostics_, before, form.hint.empty() ? fallback : form.hint);
}

void ObjectReader::set(std::string_view key, bool& target) const {
  set_with(key, target, [this](const json& value, const std::string& pointer, const Key&) {
    return read_bool(value, pointer, *diagnostics_);
  });
}

void ObjectReader::set(std::string_view key, int& target) const {
  set_with(key, target, [this](const json& value, const std::string& pointer, const Key& form) {
    return read_integer(value, pointer, form.range, *diagnostics_);
  });
}

void ObjectReader::set(std::string_view key, double& target) const {
  set_with(key, target, [this](const json& value, const std::string& pointer, const Key& form) {
    return read_number(value, pointer, form.range, *diagnostics_);
  });
}

void ObjectReader::set(std::string_view key, std::string& target) const {
  set_with(key, target, [this](const json& value, const std::string& pointer, const Key& form) {
    auto text = read_string(value, pointer, form.choices, *diagnostics_);
    if (text && text->empty() && form.definition == kFilledText) {
      report(*diagnostics_, "empty", pointer, "the text is empty");
      text.reset();
    }
    return text;
  });
}

void ObjectReader::set(std::string_view key, std::vector<double>& target) const {
  set_with(key, target, [this](const json& value, const std::string& pointer, const Key& form) {
    return read_numbers(value, pointer, form.range, *diagnostics_);
  });
}

void ObjectReader::set(std::string_view key, std::vector<std::string>& target) const {
  set_with(key, target, [this](const json& value, const std::string& pointer, const Key&) {
    return read_strings(value, pointer, *diagnostics_);
  });
}

std::optional<std::size_t> ObjectReader::choice(std::string_view key) const {
  std::string name;
  const std::size_t before = diagnostics_->size();
  set(key, name);
  if (!has(key) || diagnostics_->size() > before) return std::nullopt;
  const std::vector<std::string>& choices = declared(key).choices;
  return static_cast<std::size_t>(std::find(choices.begin(), choices.end(), name) - choices.begin());
}

}  // namespace augshard

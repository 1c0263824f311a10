#include "spec/overrides.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "op/values.h"
#include "spec/json_text.h"

namespace augshard {
namespace {

using nlohmann::json;

void report_setting(const std::string& setting, Diagnostics& diagnostics, std::string pointer, std::string message,
                    std::string hint) {
  report(diagnostics, "set", std::move(pointer), std::move(message), std::move(hint));
  diagnostics.back().file = "--set " + setting;
}

// "~1" is '/', "~0" is '~'; nothing for any other "~".
std::optional<std::string> unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      text += token[i];
    } else if (i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1')) {
      text += token[++i] == '0' ? '~' : '/';
    } else {
      return std::nullopt;
    }
  }
  return text;
}

std::optional<std::vector<std::string>> tokens_of(std::string_view pointer) {
  if (!pointer.starts_with('/')) return std::nullopt;
  std::vector<std::string> tokens;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const auto token = unescaped(pointer.substr(0, end));
    if (!token) return std::nullopt;
    tokens.push_back(*token);
    pointer.remove_prefix(end);
  }
  if (tokens.size() > kMaxDepth) return std::nullopt;
  return tokens;
}

bool is_utf8(const std::string& text) {
  const json value(text);
  return value.dump(-1, ' ', false, json::error_handler_t::ignore) ==
         value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json value_of(const std::string& text) {
  Diagnostics problems;
  TextPositions positions(text);
  auto value = read_json(text, positions, problems);
  return value && problems.empty() ? *value : json(text);
}

// The element of that name, made if it may be; nullptr where the container has no place for it.
json* step_into(json& container, const std::string& token) {
  if (container.is_null()) container = json::object();
  if (container.is_object()) return &container[token];
  if (!container.is_array()) return nullptr;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc{} || end != token.data() + token.size() || index > container.size()) return nullptr;
  if (index == container.size()) container.push_back(nullptr);
  return &container[index];
}

}  // namespace

std::string apply_override(const std::string& setting, json& document, Diagnostics& diagnostics) {
  if (!is_utf8(setting)) {
    report_setting("", diagnostics, "", "the text is not UTF-8", "");
    return "";
  }
  const std::size_t equals = setting.find('=');
  const auto tokens = equals == std::string::npos ? std::nullopt : tokens_of(setting.substr(0, equals));
  if (!tokens) {
    report_setting(setting, diagnostics, "", "expected /json/pointer=value", "write --set /splits/train/copies=8");
    return "";
  }
  json changed = document;
  json* place = &changed;
  std::string pointer;
  for (std::string token : *tokens) {
    if (token == "-" && place->is_array()) token = std::to_string(place->size());
    json* next = step_into(*place, token);
    if (next == nullptr) {
      const std::string size =
          place->is_array() ? "has " + std::to_string(place->size()) + " elements" : "is " + shown(*place);
      report_setting(setting, diagnostics, pointer, "there is no " + in_quotes(token) + " in a value that " + size,
                     place->is_array() ? "give an index it has, or '-' for one more" : "");
      return "";
    }
    place = next;
    pointer = member(pointer, token);
  }
  *place = value_of(setting.substr(equals + 1));
  document = std::move(changed);
  return pointer;
}

bool is_at_or_below(const std::string& pointer, const std::string& outer) {
  return pointer.starts_with(outer) && (pointer.size() == outer.size() || pointer[outer.size()] == '/');
}

}  // namespace augshard

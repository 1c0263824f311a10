#include "sink/check.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace augshard {
namespace {

Diagnostic diagnostic(Severity severity, const OutputSpec& spec, const std::string& place, std::string message,
                      std::string hint) {
  Diagnostic result;
  result.severity = severity;
  result.code = "output";
  result.pointer = spec.pointer + place;
  result.message = std::move(message);
  result.hint = std::move(hint);
  return result;
}

bool is_plain_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_taken(const std::string& name, const Dataset& dataset) {
  const auto is_named = [&](const auto& field) { return field.name == name; };
  return name == "key" || name == "copy" || std::any_of(dataset.fields.begin(), dataset.fields.end(), is_named) ||
         std::any_of(dataset.boxes.begin(), dataset.boxes.end(), is_named) ||
         std::any_of(dataset.keypoints.begin(), dataset.keypoints.end(), is_named);
}

}  // namespace

Diagnostic output_error(const OutputSpec& spec, const std::string& place, std::string message, std::string hint) {
  return diagnostic(Severity::error, spec, place, std::move(message), std::move(hint));
}

Diagnostic output_warning(const OutputSpec& spec, const std::string& place, std::string message, std::string hint) {
  return diagnostic(Severity::warning, spec, place, std::move(message), std::move(hint));
}

Diagnostics check_attributes(const OutputSpec& spec, const Dataset& dataset) {
  Diagnostics found;
  for (std::size_t i = 0; i < spec.attributes.size(); ++i) {
    const std::string& name = spec.attributes[i];
    const std::string place = "/attributes/" + std::to_string(i);
    if (is_taken(name, dataset)) {
      found.push_back(output_error(spec, place, "the attribute \"" + name + "\" has the name of another field",
                                   "rename the capture or the column"));
    } else if (!is_plain_word(name)) {
      found.push_back(output_error(spec, place, "the attribute \"" + name + "\" cannot be the name of a field",
                                   "use letters, digits, '_' and '-' in the name of the capture or the column"));
    }
  }
  return found;
}

}  // namespace augshard

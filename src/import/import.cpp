#include "import/import.h"

#include <algorithm>
#include <tuple>

#include "import/libraries.h"
#include "op/values.h"
#include "spec/json_text.h"
#include "spec/read_parts.h"

namespace augshard {
namespace {

using nlohmann::json;

// {"op": "rotate", "angle_deg": [-15, 15]}: as people write it.
std::string spaced(const OpJson& value) {
  std::string text;
  if (value.is_object()) {
    for (const auto& [key, item] : value.items())
      text += (text.empty() ? "" : ", ") + OpJson(key).dump() + ": " + spaced(item);
    return "{" + text + "}";
  }
  if (!value.is_array()) return value.dump();
  for (const OpJson& item : value) text += (text.empty() ? "" : ", ") + spaced(item);
  return "[" + text + "]";
}

// An op a line; those inside a composition are indented.
std::string list_text(const OpJson& ops, const std::string& indent);

std::string op_text(const OpJson& op, const std::string& indent) {
  if (!op.is_object() || !op.contains("ops")) return spaced(op);
  OpJson head = op;
  head.erase("ops");
  std::string text = spaced(head);
  text.pop_back();
  return text + ", \"ops\": " + list_text(op["ops"], indent) + "}";
}

std::string list_text(const OpJson& ops, const std::string& indent) {
  const std::string inner = indent + "  ";
  std::string text;
  for (const OpJson& op : ops) text += (text.empty() ? "\n" : ",\n") + inner + op_text(op, inner);
  return text.empty() ? "[]" : "[" + text + "\n" + indent + "]";
}

struct Library {
  bool (*knows)(const json&);
  OpsJson (*read)(const json&, Report&);
};

const Library* library_of(const json& document) {
  static constexpr Library libraries[] = {
      {is_albumentations, import_albumentations}, {is_keras, import_keras}, {is_transform_list, import_transform_list}};
  const auto* found = std::find_if(std::begin(libraries), std::end(libraries),
                                   [&](const Library& library) { return library.knows(document); });
  return found == std::end(libraries) ? nullptr : found;
}

void report_format(Diagnostics& diagnostics) {
  report(
      diagnostics, "format", "", "no library is known that saves its pipelines like this",
      "what A.save of Albumentations writes, what keras.saving.serialize_keras_object or to_json gives for a Pipeline "
      "or a Sequential, or a list of {\"name\": \"RandomHorizontalFlip\", \"p\": 0.5} in the terms of torchvision or "
      "MMSegmentation");
}

// An empty pipeline has no first transform to tell the library by; it is carried over as it is.
bool is_empty_list(const json& document) { return document.is_array() && document.empty(); }

std::string read_document(const json& document, Diagnostics& diagnostics) {
  if (is_empty_list(document)) return "[]\n";
  const Library* library = library_of(document);
  if (library == nullptr) {
    report_format(diagnostics);
    return "";
  }
  Report carried;
  const OpJson ops = library->read(document, carried);
  diagnostics.insert(diagnostics.end(), carried.diagnostics().begin(), carried.diagnostics().end());
  // Compositions are checked here, their ops were already.
  Diagnostics problems;
  read_ops(json(ops), "", {}, problems);
  if (problems.empty()) return list_text(ops, "") + "\n";
  report(diagnostics, "composition", "",
         "the list that came out is none here: at " + problems.front().pointer + ", " + problems.front().message,
         problems.front().hint);
  return "";
}

void locate(Diagnostics& diagnostics, const TextPositions& positions, const std::string& file) {
  for (Diagnostic& diagnostic : diagnostics) {
    diagnostic.file = file;
    if (diagnostic.line > 0) continue;
    const TextPosition position = positions.of_value(diagnostic.pointer);
    diagnostic.line = position.line;
    diagnostic.column = position.column;
  }
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(a.line, a.column) < std::tuple(b.line, b.column);
  });
}

}  // namespace

Imported import_pipeline(const std::string& text, const std::filesystem::path& file) {
  Imported result;
  TextPositions positions(text);
  if (const auto document = read_json(text, positions, result.diagnostics)) {
    result.ops = read_document(*document, result.diagnostics);
  }
  locate(result.diagnostics, positions, file.string());
  return result;
}

}  // namespace augshard

#include "spec/load.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/files.h"
#include "op/values.h"
#include "spec/forms.h"
#include "spec/json_text.h"
#include "spec/names.h"
#include "spec/overrides.h"
#include "spec/read_parts.h"

namespace augshard {
namespace {

using nlohmann::json;

// Any whole number of 64 bits, so more than read_integer() takes.
void read_seed(const ObjectReader& in, std::uint64_t& seed, Diagnostics& diagnostics) {
  const json* value = in.find("seed");
  if (value == nullptr) return;
  if (value->is_number_unsigned()) {
    seed = value->get<std::uint64_t>();
  } else if (const auto read = read_integer(*value, in.pointer_of("seed"), Range{0}, diagnostics)) {
    seed = static_cast<std::uint64_t>(*read);
  }
}

void read_head(const ObjectReader& in, Spec& spec, Diagnostics& diagnostics) {
  int format = 1;
  in.set("augshard", format);
  std::string schema;
  in.set("$schema", schema);
  in.set("name", spec.name);
  if (in.has("name") && in.find("name")->is_string() && !is_identifier(spec.name)) {
    report(diagnostics, "name", "/name", in_quotes(spec.name) + " is not a name for a dataset",
           "a letter, then letters, digits and _");
  }
  in.set("version", spec.version);
  if (!is_version(spec.version)) {
    report(diagnostics, "version", "/version", in_quotes(spec.version) + " is not a version",
           "write for example \"1.0.0\"");
  }
  read_seed(in, spec.seed, diagnostics);
  in.set("examples_log", spec.examples_log);
}

Spec read_spec(const json& document, const std::filesystem::path& folder, const Overrides& overrides,
               Diagnostics& diagnostics) {
  Spec spec;
  const ObjectReader in(document, "", "the pipeline", pipeline_form(), diagnostics);
  if (!document.is_object()) return spec;
  read_head(in, spec, diagnostics);
  if (const json* source = in.find("source")) spec.source = read_source(*source, folder, overrides.root, diagnostics);
  Targets targets = read_targets(in.find("targets"), spec.source, diagnostics);
  spec.image = std::move(targets.image);
  spec.masks = std::move(targets.masks);
  in.set("group_by", spec.group_by);
  if (spec.group_by) check_attribute(spec.source, *spec.group_by, "/group_by", diagnostics);
  spec.splits = read_splits(in.find("splits"), in.find("ops"), spec.source, folder, diagnostics);
  spec.shards = read_shards(in.find("shards"), diagnostics);
  if (const json* outputs = in.find("outputs")) {
    spec.outputs = read_outputs(*outputs, spec.masks, spec.source, diagnostics);
  }
  if (overrides.seed) spec.seed = *overrides.seed;
  return spec;
}

// Where the key is what is wrong, the key is shown, else its value.
bool is_about_key(const std::string& code) {
  static const std::vector<std::string> codes{"unknown-key", "unknown-parameter", "unknown-target",
                                              "mask-name",   "split-name",        "color"};
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

struct Setting {
  std::string text;
  std::string pointer;
};

// Where values come from: the text of a pipeline file, and the command line over it.
struct Origins {
  Origins(std::string content, std::string name)
      : text(std::move(content)), file(std::move(name)), positions(text) {}
  Origins(const Origins&) = delete;
  Origins& operator=(const Origins&) = delete;

  std::string text;
  std::string file;
  TextPositions positions;  // refers to `text`
  std::vector<Setting> settings;
};

void place(Diagnostic& diagnostic, const Origins& origins) {
  if (!diagnostic.file.empty()) return;
  const auto set = std::find_if(origins.settings.rbegin(), origins.settings.rend(), [&](const Setting& setting) {
    return is_at_or_below(diagnostic.pointer, setting.pointer);
  });
  if (diagnostic.line == 0 && set != origins.settings.rend()) {
    diagnostic.file = "--set " + set->text;
    return;
  }
  diagnostic.file = origins.file;
  if (diagnostic.line > 0) return;
  const TextPositions& positions = origins.positions;
  const TextPosition position =
      is_about_key(diagnostic.code) ? positions.of_key(diagnostic.pointer) : positions.of_value(diagnostic.pointer);
  diagnostic.line = position.line;
  diagnostic.column = position.column;
}

std::function<void(Diagnostic&)> locator(std::shared_ptr<const Origins> origins) {
  return [origins = std::move(origins)](Diagnostic& diagnostic) {
    if (diagnostic.file == origins->file && diagnostic.line == 0) diagnostic.file.clear();
    place(diagnostic, *origins);
  };
}

void set_lines(OpList& ops, const TextPositions& positions) {
  for (OpNode& node : ops) {
    node.line = positions.of_value(node.pointer).line;
    if (auto* composition = std::get_if<Composition>(&node.content)) set_lines(composition->ops, positions);
  }
}

void limit_count(Diagnostics& diagnostics) {
  if (diagnostics.size() <= kMaxProblems) return;
  diagnostics.resize(kMaxProblems);
  report(diagnostics, "too-many", "", "there are more problems than these " + std::to_string(kMaxProblems));
}

// Of the file by position, then of the command line.
void sort_by_position(Diagnostics& diagnostics) {
  const auto order = [](const Diagnostic& d) { return std::tuple(d.line == 0, d.line, d.column); };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return order(a) < order(b); });
}

std::string canonical_text(json document) {
  document.erase("$schema");
  return document.dump();
}

LoadedSpec failed(const std::filesystem::path& file, const Error& error) {
  LoadedSpec result;
  report(result.diagnostics, error.code, "", error.message, error.hint);
  result.diagnostics.back().file = file.string();
  return result;
}

}  // namespace

LoadedSpec parse_pipeline(const std::string& text, const std::filesystem::path& file, const Overrides& overrides) {
  LoadedSpec result;
  const auto origins = std::make_shared<Origins>(text, file.string());
  Spec spec;
  if (auto document = read_json(origins->text, origins->positions, result.diagnostics)) {
    for (const std::string& setting : overrides.set) {
      std::string pointer = apply_override(setting, *document, result.diagnostics);
      if (!pointer.empty()) origins->settings.push_back({setting, std::move(pointer)});
    }
    spec = read_spec(*document, file.parent_path(), overrides, result.diagnostics);
    if (document->is_object()) spec.canonical = canonical_text(std::move(*document));
  }
  limit_count(result.diagnostics);
  for (Diagnostic& diagnostic : result.diagnostics) place(diagnostic, *origins);
  sort_by_position(result.diagnostics);
  if (has_errors(result.diagnostics)) return result;
  spec.file = file;
  for (SplitSpec& split : spec.splits) {
    set_lines(split.ops, origins->positions);
    if (split.original) set_lines(*split.original, origins->positions);
  }
  result.locate = locator(origins);
  result.spec = std::move(spec);
  return result;
}

LoadedSpec load_pipeline(const std::filesystem::path& file, const Overrides& overrides) {
  const auto bytes = open_file(file);
  if (!bytes) return failed(file, bytes.error());
  const auto content = bytes->bytes();
  if (content.size() > kMaxPipelineBytes) {
    return failed(file, {"too-large",
                         "the file has " + std::to_string(content.size()) + " bytes; a pipeline has at most " +
                             std::to_string(kMaxPipelineBytes),
                         "is this the right file?"});
  }
  return parse_pipeline(std::string(reinterpret_cast<const char*>(content.data()), content.size()), file, overrides);
}

}  // namespace augshard

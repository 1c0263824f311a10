#include "spec/load.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/files.h"
#include "op/values.h"
#include "spec/check_op_targets.h"
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

// Boxes that an op makes for no target in particular are a target of their own, unless there is one for them.
void add_open_boxes(TargetSpecs& targets, const std::vector<SplitSpec>& splits) {
  const auto is_taken = [](const auto& list) {
    return std::any_of(list.begin(), list.end(), [](const auto& target) { return target.name == "boxes"; });
  };
  const bool has_taker =
      std::any_of(targets.boxes.begin(), targets.boxes.end(), [](const BoxesTarget& boxes) { return boxes.from_ops; });
  if (has_taker || is_taken(targets.boxes) || is_taken(targets.masks) || is_taken(targets.keypoints)) return;
  if (!leaves_boxes_open(splits)) return;
  targets.boxes.emplace_back();
  targets.boxes.back().name = "boxes";
  targets.boxes.back().from_ops = true;
}

Spec read_spec(const json& document, const std::filesystem::path& folder, const Overrides& overrides,
               Diagnostics& diagnostics) {
  Spec spec;
  const ObjectReader in(document, "", "the pipeline", pipeline_form(), diagnostics);
  if (!document.is_object()) return spec;
  read_head(in, spec, diagnostics);
  if (const json* source = in.find("source")) spec.source = read_source(*source, folder, overrides.root, diagnostics);
  TargetSpecs targets = read_targets(in.find("targets"), spec.source, diagnostics);
  in.set("group_by", spec.group_by);
  if (spec.group_by) check_attribute(spec.source, *spec.group_by, "/group_by", diagnostics);
  spec.splits = read_splits(in.find("splits"), in.find("ops"), spec.source, folder, diagnostics);
  add_open_boxes(targets, spec.splits);
  spec.shards = read_shards(in.find("shards"), diagnostics);
  if (const json* outputs = in.find("outputs")) {
    spec.outputs = read_outputs(*outputs, targets, spec.source, diagnostics);
  }
  spec.image = std::move(targets.image);
  spec.masks = std::move(targets.masks);
  spec.boxes = std::move(targets.boxes);
  spec.keypoints = std::move(targets.keypoints);
  check_op_targets(spec, diagnostics);
  if (overrides.seed) spec.seed = *overrides.seed;
  return spec;
}

// Where the key is what is wrong, the key is shown, else its value.
bool is_about_key(const std::string& code) {
  static const std::vector<std::string> codes{"unknown-key", "unknown-parameter", "unknown-target",
                                              "target-name", "split-name",        "color"};
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

struct Setting {
  std::string text;
  std::string pointer;
};

// A pipeline as text with what the command line sets: says where a pointer stands.
class SourceText {
 public:
  SourceText(std::string text, std::string file) : text_(std::move(text)), file_(std::move(file)), positions_(text_) {}
  SourceText(const SourceText&) = delete;
  SourceText& operator=(const SourceText&) = delete;

  std::optional<json> read(const std::vector<std::string>& set, Diagnostics& diagnostics) {
    auto document = read_json(text_, positions_, diagnostics);
    if (!document) return document;
    for (const std::string& setting : set) {
      std::string pointer = apply_override(setting, *document, diagnostics);
      if (!pointer.empty()) settings_.push_back({setting, std::move(pointer)});
    }
    return document;
  }

  void locate(Diagnostic& diagnostic) const {
    if (!diagnostic.file.empty() && diagnostic.file != file_) return;
    diagnostic.file = file_;
    if (diagnostic.line > 0) return;
    const auto set = std::find_if(settings_.rbegin(), settings_.rend(), [&](const Setting& setting) {
      return is_at_or_below(diagnostic.pointer, setting.pointer);
    });
    if (set != settings_.rend()) {
      diagnostic.file = "--set " + set->text;
      return;
    }
    const TextPosition position =
        is_about_key(diagnostic.code) ? positions_.of_key(diagnostic.pointer) : positions_.of_value(diagnostic.pointer);
    diagnostic.line = position.line;
    diagnostic.column = position.column;
  }

  [[nodiscard]] int line_of(const std::string& pointer) const { return positions_.of_value(pointer).line; }

 private:
  std::string text_;
  std::string file_;
  TextPositions positions_;
  std::vector<Setting> settings_;
};

void set_lines(OpList& ops, const SourceText& source) {
  for (OpNode& node : ops) {
    node.line = source.line_of(node.pointer);
    if (auto* composition = std::get_if<Composition>(&node.content)) set_lines(composition->ops, source);
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
  const auto source = std::make_shared<SourceText>(text, file.string());
  Spec spec;
  if (auto document = source->read(overrides.set, result.diagnostics)) {
    spec = read_spec(*document, file.parent_path(), overrides, result.diagnostics);
    if (document->is_object()) spec.canonical = canonical_text(std::move(*document));
  }
  limit_count(result.diagnostics);
  for (Diagnostic& diagnostic : result.diagnostics) source->locate(diagnostic);
  sort_by_position(result.diagnostics);
  if (has_errors(result.diagnostics)) return result;
  spec.file = file;
  for (SplitSpec& split : spec.splits) {
    set_lines(split.ops, *source);
    if (split.original) set_lines(*split.original, *source);
  }
  result.spec = std::move(spec);
  result.locate = [source](Diagnostic& diagnostic) { source->locate(diagnostic); };
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

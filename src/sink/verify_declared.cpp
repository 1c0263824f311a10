#include "sink/verify_declared.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>

#include "sink/manifest.h"
#include "sink/values.h"
#include "spec/load.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

/// A field that no writer of ours describes so. Caught in read_declared(), since it ends the reading wherever it is.
class BadField : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::optional<int> extent(const Json& value) {
  if (value.is_null()) return std::nullopt;
  const auto number = value.get<std::int64_t>();
  if (number < 1 || number > std::numeric_limits<int>::max()) throw BadField("a shape holds " + value.dump());
  return static_cast<int>(number);
}

std::int64_t id_of(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size()) throw BadField("a class has the id '" + text + "'");
  return id;
}

/// A list of names by id, or an object by id.
std::map<std::int64_t, std::string> classes_of(const Json& field) {
  std::map<std::int64_t, std::string> classes;
  if (!field.contains("classes")) return classes;
  const Json& declared = field.at("classes");
  if (declared.is_array()) {
    for (const auto& name : declared) classes[static_cast<std::int64_t>(classes.size())] = name.get<std::string>();
  } else {
    for (const auto& [id, name] : declared.items()) classes[id_of(id)] = name.get<std::string>();
  }
  return classes;
}

std::optional<std::string> boxes_of(const Json& field) {
  return field.contains("boxes") ? std::optional(field.at("boxes").get<std::string>()) : std::nullopt;
}

MaskKind mask_kind_of(const std::string& name) {
  for (const MaskKind kind : {MaskKind::label, MaskKind::binary, MaskKind::heatmap, MaskKind::instance}) {
    if (name == name_of(kind)) return kind;
  }
  throw BadField("a field has the unknown kind '" + name + "'");
}

Field read_pixels(const std::string& name, const Json& json) {
  Field field;
  field.name = name;
  const auto kind = json.at("kind").get<std::string>();
  field.is_image = kind == "image";
  if (!field.is_image) field.mask_kind = mask_kind_of(kind);
  const auto dtype = dtype_of_name(json.at("dtype").get<std::string>());
  if (!dtype) throw BadField("'" + name + "' has an unknown dtype");
  field.dtype = *dtype;
  const auto height = extent(json.at("shape").at(0));
  const auto width = extent(json.at("shape").at(1));
  if (height && width) field.size = Size{*height, *width};
  field.channels = extent(json.at("shape").at(2));
  field.classes = classes_of(json);
  if (json.contains("ignore")) field.ignore = json.at("ignore").get<std::int64_t>();
  field.boxes = boxes_of(json);
  return field;
}

KeypointsField read_keypoints(const std::string& name, const Json& json, const Spec& spec) {
  KeypointsField field;
  field.name = name;
  field.count = extent(json.at("points"));
  field.boxes = boxes_of(json);
  for (const auto& target : spec.keypoints) {
    if (target.name == name) field.index_convention = target.index_convention;
  }
  return field;
}

Dataset read_dataset(const Json& manifest, const Spec& spec) {
  Dataset dataset{manifest.at("name").get<std::string>(), manifest.at("version").get<std::string>(), {}};
  for (const auto& [name, field] : manifest.at("fields").items()) {
    const Json& kind = field.at("kind");
    if (kind == "boxes") {
      dataset.boxes.push_back({name, classes_of(field)});
    } else if (kind == "keypoints") {
      dataset.keypoints.push_back(read_keypoints(name, field, spec));
    } else {
      dataset.fields.push_back(read_pixels(name, field));
    }
  }
  return dataset;
}

void check_bound(const Dataset& dataset, const std::string& name, const std::optional<std::string>& boxes) {
  const bool known = !boxes || std::any_of(dataset.boxes.begin(), dataset.boxes.end(),
                                           [&](const BoxesField& field) { return field.name == *boxes; });
  if (!known) throw BadField("'" + name + "' goes with boxes '" + *boxes + "', which are no field");
}

// What the pipeline makes and what the fields describe must be the same targets.
void check_targets(const Dataset& dataset, const Spec& spec) {
  const auto same_names = [](const auto& fields, const auto& targets) {
    return std::is_permutation(fields.begin(), fields.end(), targets.begin(), targets.end(),
                               [](const auto& field, const auto& target) { return field.name == target.name; });
  };
  if (dataset.fields.empty() || !dataset.fields.front().is_image) throw BadField("the first field is no image");
  const std::vector<Field> masks(dataset.fields.begin() + 1, dataset.fields.end());
  if (std::any_of(masks.begin(), masks.end(), [](const Field& field) { return field.is_image; })) {
    throw BadField("there is more than one image");
  }
  if (!same_names(masks, spec.masks) || !same_names(dataset.boxes, spec.boxes) ||
      !same_names(dataset.keypoints, spec.keypoints)) {
    throw BadField("its fields are not the targets of its pipeline");
  }
  for (const auto& mask : masks) check_bound(dataset, mask.name, mask.boxes);
  for (const auto& field : dataset.keypoints) check_bound(dataset, field.name, field.boxes);
}

void add_number(const Json& value, std::set<std::int64_t>& ids) {
  if (value.is_number()) ids.insert(value.get<std::int64_t>());
}

/// Ids that ops bring in themselves: what they fill with, what they rename to.
void add_ids_of_ops(const Json& node, std::set<std::int64_t>& ids) {
  if (node.is_object() && node.contains("mask_fill")) add_number(node.at("mask_fill"), ids);
  if (node.is_object() && node.value("op", Json()) == "remap_labels") {
    for (const auto& id : node.at("map")) add_number(id, ids);
    add_number(node.value("other", Json(255)), ids);
  }
  if (!node.is_structured()) return;
  for (const auto& child : node) add_ids_of_ops(child, ids);
}

std::optional<std::vector<std::int64_t>> ids_of(const Field& field, const MaskTarget& target, const Spec& spec,
                                                const std::set<std::int64_t>& of_ops) {
  if (field.mask_kind != MaskKind::label && field.mask_kind != MaskKind::binary) return std::nullopt;
  const auto declared = declared_ids(field);
  if (!declared) return std::nullopt;
  std::set<std::int64_t> ids(declared->begin(), declared->end());
  ids.insert(of_ops.begin(), of_ops.end());
  ids.insert(static_cast<std::int64_t>(target.fill));
  // Where nothing was drawn, or no mask was there, the id is 0 whether it is a class or not.
  if (spec.source.type == "coco" || spec.source.missing_mask == MissingMask::background) ids.insert(0);
  return std::vector<std::int64_t>(ids.begin(), ids.end());
}

void read_ids(const Json& pipeline, Declared& declared) {
  std::set<std::int64_t> of_ops;
  for (const char* key : {"ops", "splits"}) {
    if (pipeline.contains(key)) add_ids_of_ops(pipeline.at(key), of_ops);
  }
  for (const MaskTarget& target : declared.spec.masks) {
    const auto field = std::find_if(declared.dataset.fields.begin(), declared.dataset.fields.end(),
                                    [&](const Field& candidate) { return candidate.name == target.name; });
    auto ids = ids_of(*field, target, declared.spec, of_ops);
    if (ids) declared.ids[target.name] = std::move(*ids);
  }
}

std::vector<int> copies_of(const SplitSpec& split) {
  std::vector<int> copies;
  for (int copy = split.original ? 0 : 1; copy <= split.copies; ++copy) copies.push_back(copy);
  return copies;
}

Error refused(const Diagnostics& found) {
  const auto first = std::find_if(found.begin(), found.end(),
                                  [](const Diagnostic& problem) { return problem.severity == Severity::error; });
  return {"pipeline",
          "this version does not accept its pipeline, so no example was looked into: at " +
              (first->pointer.empty() ? "the top" : first->pointer) + ": " + first->message,
          ""};
}

}  // namespace

Expected<Declared> read_declared(const Json& manifest) {
  const Json& pipeline = manifest.at("pipeline");
  LoadedSpec loaded = parse_pipeline(pipeline.dump(), kManifestName, {});
  if (!loaded.spec) return refused(loaded.diagnostics);
  try {
    Declared declared;
    declared.dataset = read_dataset(manifest, *loaded.spec);
    declared.spec = std::move(*loaded.spec);
    check_targets(declared.dataset, declared.spec);
    read_ids(pipeline, declared);
    for (const auto& split : declared.spec.splits) declared.copies[split.name] = copies_of(split);
    return declared;
  } catch (const BadField& problem) {
    return Error{"manifest", std::string("it cannot be read as a manifest: ") + problem.what(), ""};
  }
}

}  // namespace augshard

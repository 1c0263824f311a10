#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "op/values.h"
#include "spec/byte_count.h"
#include "spec/forms.h"
#include "spec/made_attributes.h"
#include "spec/read_parts.h"

namespace augshard {
namespace {

using nlohmann::json;

const std::vector<std::string> kOutputTypes{"npy", "tfrecord"};
const std::vector<std::string> kReservedPaths{".augshard", "dataset.json", "rejects.jsonl", "examples.jsonl"};

template <class Target>
const Target* find_target(const std::vector<Target>& targets, const std::string& name) {
  const auto found = std::find_if(targets.begin(), targets.end(), [&](const Target& t) { return t.name == name; });
  return found == targets.end() ? nullptr : &*found;
}

std::vector<std::string> names_of(const TargetSpecs& targets) {
  std::vector<std::string> names{"image"};
  for (const MaskTarget& mask : targets.masks) names.push_back(mask.name);
  for (const BoxesTarget& boxes : targets.boxes) names.push_back(boxes.name);
  for (const KeypointsTarget& keypoints : targets.keypoints) names.push_back(keypoints.name);
  return names;
}

// Reads one entry of `outputs`.
class OutputReader {
 public:
  OutputReader(const json& value, std::string pointer, const std::string& type, const TargetSpecs& targets,
               const SourceSpec& source, Diagnostics& diagnostics)
      : targets_(targets),
        names_(names_of(targets)),
        source_(source),
        diagnostics_(diagnostics),
        in_(value, pointer, "an output of type '" + type + "'", type == "npy" ? npy_form() : tfrecord_form(),
            diagnostics) {
    output_.type = type;
    output_.path = type;
    output_.pointer = std::move(pointer);
  }

  OutputSpec read() {
    in_.set("path", output_.path);
    check_path();
    in_.set("attributes", output_.attributes);
    check_attributes();
    if (in_.has("fields")) read_fields(*in_.find("fields"), in_.pointer_of("fields"));
    if (is_tfrecord()) read_tfrecord();
    return std::move(output_);
  }

 private:
  [[nodiscard]] bool is_tfrecord() const { return output_.type == "tfrecord"; }

  void check_path() {
    const std::filesystem::path path = std::filesystem::path(output_.path).lexically_normal();
    const std::string first = path.empty() ? "" : path.begin()->string();
    const bool plain = !path.is_absolute() && first != ".." && first != "." &&
                       std::find(kReservedPaths.begin(), kReservedPaths.end(), first) == kReservedPaths.end();
    if (!plain) {
      report(diagnostics_, "path", in_.pointer_of("path"), in_quotes(output_.path) + " is not a folder for an output",
             "name a folder under the output folder, as \"" + output_.type + "\"");
      return;
    }
    output_.path = path.has_filename() ? path.generic_string() : path.parent_path().generic_string();
  }

  void check_attributes() {
    const std::string pointer = in_.pointer_of("attributes");
    for (std::size_t i = 0; i < output_.attributes.size(); ++i) {
      const std::string& name = output_.attributes[i];
      if (name != kMixupShare) check_attribute(source_, name, member(pointer, i), diagnostics_);
      if (name == "key" || name == "copy" || is_target(name)) {
        report(diagnostics_, "duplicate", member(pointer, i), "an example has a field " + in_quotes(name) + " already",
               "rename the capture or column");
      }
    }
  }

  void read_fields(const json& fields, const std::string& pointer) {
    if (!expect_object(fields, pointer, diagnostics_)) return;
    for (const auto& [name, value] : fields.items()) {
      if (is_target(name)) {
        output_.fields[name] = read_field(name, value, member(pointer, name));
        continue;
      }
      const std::string near = did_you_mean(name, names_);
      report(diagnostics_, "unknown-target", member(pointer, name), "no target is named " + in_quotes(name),
             near.empty() ? "the targets: " + joined(names_) : near);
    }
  }

  [[nodiscard]] bool is_target(const std::string& name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
  }

  FieldSpec read_field(const std::string& name, const json& value, const std::string& pointer) {
    if (find_target(targets_.boxes, name) != nullptr) {
      return read_annotation_field<BoxFormat>(value, pointer, "the field of boxes",
                                              is_tfrecord() ? tfrecord_boxes_field_form() : npy_boxes_field_form(),
                                              kBoxFormats, &FieldSpec::box_format);
    }
    if (find_target(targets_.keypoints, name) != nullptr) {
      return read_annotation_field<KeypointFormat>(
          value, pointer, "the field of keypoints",
          is_tfrecord() ? tfrecord_keypoints_field_form() : npy_keypoints_field_form(), kKeypointFormats,
          &FieldSpec::keypoint_format);
    }
    return read_pixels_field(value, pointer, find_target(targets_.masks, name));
  }

  // The field of boxes or of keypoints, which have formats of their own.
  template <class Format>
  FieldSpec read_annotation_field(const json& value, const std::string& pointer, const std::string& what,
                                  const Form& form, std::span<const Format> formats,
                                  std::optional<Format> FieldSpec::*format) {
    FieldSpec field;
    const ObjectReader in(value, pointer, what, form, diagnostics_);
    Format read{};
    in.set_enum("format", read, formats);
    if (in.has("format")) field.*format = read;
    if (!is_tfrecord()) in.set_enum("dtype", field.float64, {false, true});
    return field;
  }

  FieldSpec read_pixels_field(const json& value, const std::string& pointer, const MaskTarget* mask) {
    FieldSpec field;
    const bool is_image = mask == nullptr;
    const std::string what = is_image ? "the field of an image" : "the field of a mask";
    if (is_tfrecord()) {
      const ObjectReader in(value, pointer, what, is_image ? tfrecord_image_field_form() : tfrecord_mask_field_form(),
                            diagnostics_);
      in.set("encoding", field.encoding);
      if (!is_image && in.has("encoding") && *in.find("encoding") == "jpeg") {
        diagnostics_.back().hint = "JPEG would change the ids; use 'png'";
      }
      if (is_image) read_quality(in, field);
      return field;
    }
    const ObjectReader in(value, pointer, what, is_image ? npy_image_field_form() : npy_mask_field_form(),
                          diagnostics_);
    std::string dtype;
    in.set("dtype", dtype);
    field.dtype = dtype_of_name(dtype);
    in.set_enum("channels", field.channels_first, {false, true});
    if (!is_image) read_one_hot(in, *mask, field);
    return field;
  }

  void read_quality(const ObjectReader& in, FieldSpec& field) {
    in.set("quality", field.quality);
    if (in.has("quality") && field.encoding && *field.encoding != "jpeg") {
      report(diagnostics_, "rule", in.pointer_of("quality"), "'quality' goes with the encoding 'jpeg' only",
             "leave 'quality' out");
    }
  }

  void read_one_hot(const ObjectReader& in, const MaskTarget& mask, FieldSpec& field) {
    in.set("one_hot", field.one_hot);
    if (in.has("one_hot") && mask.kind != MaskKind::label) {
      report(diagnostics_, "rule", in.pointer_of("one_hot"),
             "'one_hot' is for label masks; " + in_quotes(mask.name) + " is of kind '" +
                 std::string(name_of(mask.kind)) + "'",
             "leave 'one_hot' out");
    }
  }

  void read_tfrecord() {
    in_.set("preset", output_.preset);
    in_.set_enum("compression", output_.gzip, {false, true});
    in_.set("index", output_.index);
    if (output_.gzip && in_.has("index") && output_.index) {
      report(diagnostics_, "rule", in_.pointer_of("index"), "a file compressed with gzip cannot have an index",
             "leave 'index' out, or write \"compression\": \"none\"");
    }
    if (output_.gzip) output_.index = false;
  }

  const TargetSpecs& targets_;
  std::vector<std::string> names_;
  const SourceSpec& source_;
  Diagnostics& diagnostics_;
  ObjectReader in_;
  OutputSpec output_;
};

bool one_holds_other(const std::string& a, const std::string& b) {
  return a == b || a.starts_with(b + "/") || b.starts_with(a + "/");
}

void check_paths(const std::vector<OutputSpec>& outputs, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!one_holds_other(outputs[i].path, outputs[j].path)) continue;
      report(diagnostics, "duplicate-path", outputs[i].pointer,
             "the folder " + in_quotes(outputs[i].path) + " is taken by " + outputs[j].pointer,
             R"(give it a "path" of its own)");
      break;
    }
  }
}

std::optional<std::string> type_of_output(const json& value, const std::string& pointer, Diagnostics& diagnostics) {
  if (!expect_object(value, pointer, diagnostics)) return std::nullopt;
  if (!value.contains("type")) {
    report(diagnostics, "missing-key", pointer, "an output needs 'type'", "one of " + joined(kOutputTypes));
    return std::nullopt;
  }
  return read_string(value["type"], member(pointer, "type"), kOutputTypes, diagnostics);
}

}  // namespace

ShardSpec read_shards(const json* value, Diagnostics& diagnostics) {
  ShardSpec shards;
  if (value == nullptr) return shards;
  const ObjectReader in(*value, "/shards", "'shards'", shards_form(), diagnostics);
  int max_examples = 0;
  in.set("max_examples", max_examples);
  if (in.has("max_examples")) shards.max_examples = max_examples;
  if (in.has("target_bytes")) {
    shards.target_bytes = read_byte_count(*in.find("target_bytes"), in.pointer_of("target_bytes"), diagnostics);
  }
  if (in.has("max_examples") && in.has("target_bytes")) {
    report(diagnostics, "rule", "/shards", "'max_examples' and 'target_bytes' both set the size of a shard",
           "keep one of the two");
  }
  return shards;
}

std::vector<OutputSpec> read_outputs(const json& value, const TargetSpecs& targets, const SourceSpec& source,
                                     Diagnostics& diagnostics) {
  const std::string pointer = "/outputs";
  std::vector<OutputSpec> outputs;
  if (!value.is_array()) {
    report(diagnostics, "type", pointer, "expected a list of outputs, got " + shown(value),
           R"(write [{"type": "tfrecord"}, {"type": "npy"}])");
    return outputs;
  }
  if (value.empty()) {
    report(diagnostics, "empty", pointer, "no output is named", R"(write [{"type": "tfrecord"}, {"type": "npy"}])");
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string entry = member(pointer, i);
    const auto type = type_of_output(value[i], entry, diagnostics);
    if (type) outputs.push_back(OutputReader(value[i], entry, *type, targets, source, diagnostics).read());
  }
  check_paths(outputs, diagnostics);
  return outputs;
}

}  // namespace augshard

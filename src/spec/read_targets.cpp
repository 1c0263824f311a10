#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "op/values.h"
#include "spec/forms.h"
#include "spec/names.h"
#include "spec/read_annotation_targets.h"
#include "spec/read_labels.h"
#include "spec/read_parts.h"

namespace augshard {
namespace {

using nlohmann::json;

ImageTarget read_image_target(const json& value, const std::string& pointer, Diagnostics& diagnostics) {
  ImageTarget target;
  const ObjectReader in(value, pointer, "the image target", image_target_form(), diagnostics);
  in.set_enum("interpolation", target.interpolation,
              {Interpolation::nearest, Interpolation::linear, Interpolation::cubic, Interpolation::lanczos4,
               Interpolation::area});
  in.set_enum("border", target.border,
              {Border::constant, Border::replicate, Border::reflect, Border::reflect101, Border::wrap});
  in.set("fill", target.fill);
  in.set_enum("exif", target.exif,
              {ExifPolicy::apply, ExifPolicy::apply_to_all, ExifPolicy::ignore, ExifPolicy::error});
  in.set_enum("alpha", target.alpha, {AlphaPolicy::keep, AlphaPolicy::drop, AlphaPolicy::composite});
  in.set_enum("color", target.color, {ColorPolicy::keep, ColorPolicy::rgb, ColorPolicy::gray});
  return target;
}

// Reads one mask target; the members are what its parts have to know of each other.
class MaskReader {
 public:
  MaskReader(const json& value, std::string pointer, std::string name, Diagnostics& diagnostics)
      : in_(value, std::move(pointer), "a mask target", mask_target_form(), diagnostics), diagnostics_(diagnostics) {
    target_.name = std::move(name);
  }

  MaskTarget read(const std::vector<BoxesTarget>& boxes) {
    in_.set_enum("kind", target_.kind, {MaskKind::label, MaskKind::binary, MaskKind::heatmap, MaskKind::instance});
    in_.set_enum("encoding", target_.encoding,
                 {MaskEncoding::automatic, MaskEncoding::colors, MaskEncoding::rgb24_id, MaskEncoding::threshold});
    read_encoding();
    read_sampling();
    read_labels();
    read_boxes(boxes);
    in_.set("allow_lossy", target_.allow_lossy);
    return std::move(target_);
  }

 private:
  [[nodiscard]] bool is_heatmap() const { return target_.kind == MaskKind::heatmap; }

  void rule(std::string_view key, std::string message, std::string hint) {
    report(diagnostics_, "rule", in_.pointer_of(key), std::move(message), std::move(hint));
  }

  void read_encoding() {
    in_.set("threshold", target_.threshold);
    if (in_.has("colors")) read_colors(*in_.find("colors"), in_.pointer_of("colors"));
    const bool by_color = target_.encoding == MaskEncoding::colors;
    if (by_color && !in_.has("colors")) {
      rule("encoding", "the encoding 'colors' needs 'colors'", R"(write "colors": {"#804080": 1, ...})");
    }
    if (!by_color && in_.has("colors")) {
      rule("colors", "'colors' goes with the encoding 'colors' only", R"(write "encoding": "colors")");
    }
    if (target_.encoding != MaskEncoding::threshold && in_.has("threshold")) {
      rule("threshold", "'threshold' goes with the encoding 'threshold' only", R"(write "encoding": "threshold")");
    }
    if (is_heatmap() && target_.encoding != MaskEncoding::automatic) {
      rule("encoding", "a heatmap has values, not ids: its encoding is 'auto'", "leave 'encoding' out");
    }
  }

  void read_colors(const json& value, const std::string& pointer) {
    if (!expect_object(value, pointer, diagnostics_)) return;
    if (value.empty()) report(diagnostics_, "empty", pointer, "no colours are given");
    for (const auto& [text, id_value] : value.items()) {
      const auto id = read_integer(id_value, member(pointer, text), kLabelRange, diagnostics_);
      const auto color = color_of(text);
      if (!color) {
        report(diagnostics_, "color", member(pointer, text), in_quotes(text) + " is not a colour", "write #RRGGBB");
      } else if (id && !target_.colors.emplace(*color, *id).second) {
        report(diagnostics_, "duplicate", member(pointer, text), "colour " + in_quotes(text) + " is given twice",
               "keep one of the two");
      }
    }
  }

  static std::optional<std::uint32_t> color_of(std::string_view text) {
    if (text.size() != 7 || text.front() != '#') return std::nullopt;
    std::uint32_t color = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), color, 16);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(color) : std::nullopt;
  }

  void read_sampling() {
    if (is_heatmap()) target_.interpolation = Interpolation::linear;
    in_.set_enum("interpolation", target_.interpolation,
                 {Interpolation::nearest, Interpolation::label_linear, Interpolation::linear});
    if (!is_heatmap() && target_.interpolation == Interpolation::linear) {
      rule("interpolation", "linear sampling would invent ids between two labels",
           "use 'nearest', or 'label_linear' for smooth borders");
    }
    if (is_heatmap() && target_.interpolation == Interpolation::label_linear) {
      rule("interpolation", "a heatmap has no labels to interpolate", "use 'linear' or 'nearest'");
    }
    in_.set_enum("border", target_.border_same, {false, true});
    read_ignore();
    target_.fill = target_.ignore ? static_cast<double>(*target_.ignore) : 0;
    read_fill();
  }

  void read_ignore() {
    if (target_.kind == MaskKind::label) target_.ignore = 255;
    const json* value = in_.find("ignore");
    if (value == nullptr) return;
    target_.ignore.reset();
    if (value->is_null()) return;
    target_.ignore = read_integer(*value, in_.pointer_of("ignore"), kLabelRange, diagnostics_);
    if (target_.ignore && is_heatmap()) {
      rule("ignore", "a heatmap has no id to ignore", "leave 'ignore' out, and use 'fill' for what lies outside");
    }
  }

  void read_fill() {
    const json* value = in_.find("fill");
    if (value == nullptr) return;
    if (is_heatmap()) return in_.set("fill", target_.fill);
    const auto id = read_integer(*value, in_.pointer_of("fill"), kLabelRange, diagnostics_);
    if (id) target_.fill = static_cast<double>(*id);
  }

  void read_labels() {
    target_.classes = read_classes(in_, diagnostics_);
    target_.flip_label_swap = read_swaps(in_, "flip_label_swap", target_.classes, "class", diagnostics_);
    if (!is_heatmap()) return;
    if (in_.has("classes")) rule("classes", "a heatmap has no classes", "leave 'classes' out");
    if (in_.has("flip_label_swap")) {
      rule("flip_label_swap", "a heatmap has no labels to swap", "leave 'flip_label_swap' out");
    }
  }

  void read_boxes(const std::vector<BoxesTarget>& boxes) {
    target_.boxes = read_bound_boxes(in_, boxes, diagnostics_);
    if (target_.boxes && target_.kind != MaskKind::instance) {
      rule("boxes", "only the ids of an instance mask stand for boxes", R"(write "kind": "instance")");
    }
  }

  ObjectReader in_;
  Diagnostics& diagnostics_;
  MaskTarget target_;
};

class TargetsReader {
 public:
  TargetsReader(const json* value, const SourceSpec& source, Diagnostics& diagnostics)
      : entries_(value != nullptr && expect_object(*value, "/targets", diagnostics) ? *value : json::object()),
        source_(source),
        diagnostics_(diagnostics) {}

  TargetSpecs read() {
    TargetSpecs targets;
    if (entries_.contains("image")) {
      targets.image = read_image_target(entries_["image"], pointer_of("image"), diagnostics_);
    }
    // Boxes first: masks and keypoints may go with them.
    for (const BoxesSource& boxes : source_.boxes) {
      targets.boxes.push_back(
          read_boxes_target(entry_of(boxes.name, "boxes"), pointer_of(boxes.name), boxes.name, diagnostics_));
      if (targets.boxes.back().from_ops) {
        report(diagnostics_, "rule", member(pointer_of(boxes.name), "from"), "the source has boxes of that name",
               "leave 'from' out, or give the boxes that ops make another name");
      }
    }
    // Sets of keypoints belong to boxes of the source: what an op finds has none.
    const std::vector<BoxesTarget> of_source = targets.boxes;
    add_boxes_from_ops(targets);
    for (const auto& [name, text] : source_.masks) {
      targets.masks.push_back(MaskReader(entry_of(name, ""), pointer_of(name), name, diagnostics_).read(targets.boxes));
    }
    for (const KeypointsSource& keypoints : source_.keypoints) {
      targets.keypoints.push_back(read_keypoints_target(
          entry_of(keypoints.name, "keypoints"), pointer_of(keypoints.name), keypoints.name, of_source, diagnostics_));
    }
    if (source_.type == "coco") bind_annotations(targets);
    check_names();
    return targets;
  }

 private:
  static std::string pointer_of(const std::string& name) { return member("/targets", name); }

  // Of a target that the pipeline leaves out, all defaults.
  json entry_of(const std::string& name, const std::string& kind) {
    names_.push_back(name);
    if (entries_.contains(name)) return entries_[name];
    return kind.empty() ? json::object() : json{{"kind", kind}};
  }

  void add_boxes_from_ops(TargetSpecs& targets) {
    for (const auto& [name, entry] : entries_.items()) {
      if (!entry.is_object() || entry.value("from", json()) != "ops" || is_known(name)) continue;
      if (!is_target_name(name)) {
        report(diagnostics_, "target-name", pointer_of(name), in_quotes(name) + " is not a name for a target",
               "a lower-case letter, then lower-case letters, digits and _; not 'key', 'copy' or 'image'");
      }
      names_.push_back(name);
      targets.boxes.push_back(read_boxes_target(entry, pointer_of(name), name, diagnostics_));
    }
  }

  [[nodiscard]] bool is_known(const std::string& name) const {
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) return true;
    return std::any_of(source_.masks.begin(), source_.masks.end(),
                       [&](const auto& mask) { return mask.first == name; }) ||
           std::any_of(source_.keypoints.begin(), source_.keypoints.end(),
                       [&](const auto& k) { return k.name == name; });
  }

  // An annotation of coco is one thing: its box, keypoints and shape go together.
  void bind_annotations(TargetSpecs& targets) {
    for (MaskTarget& mask : targets.masks) {
      if (mask.kind == MaskKind::instance && !source_.boxes.empty()) mask.boxes = 0;
    }
    for (KeypointsTarget& keypoints : targets.keypoints) {
      keypoints.boxes = 0;
      if (source_.boxes.empty()) {
        report(diagnostics_, "rule", "/source/keypoints", "keypoints of coco go with boxes, and there are none",
               R"(add "boxes": {"objects": "bbox"} to the source)");
      }
      if (!keypoints.count) {
        report(diagnostics_, "rule", pointer_of(keypoints.name), "the points of a set are not declared",
               R"(write "points": the names that the categories of the file list, or their number)");
      }
    }
  }

  void check_names() {
    for (const auto& [name, entry] : entries_.items()) {
      if (std::find(names_.begin(), names_.end(), name) != names_.end()) continue;
      const std::string near = did_you_mean(name, names_);
      report(diagnostics_, "unknown-target", pointer_of(name), "the source has no target " + in_quotes(name),
             near.empty() ? "its targets: " + joined(names_) + "; they are named in /source" : near);
    }
  }

  const json entries_;
  const SourceSpec& source_;
  Diagnostics& diagnostics_;
  std::vector<std::string> names_{"image"};
};

}  // namespace

TargetSpecs read_targets(const json* value, const SourceSpec& source, Diagnostics& diagnostics) {
  return TargetsReader(value, source, diagnostics).read();
}

}  // namespace augshard

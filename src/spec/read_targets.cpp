#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "op/values.h"
#include "spec/forms.h"
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

template <class Number>
std::optional<Number> whole_text(std::string_view text, int base) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Reads one mask target; the members are what its parts have to know of each other.
class MaskReader {
 public:
  MaskReader(const json& value, std::string pointer, std::string name, Diagnostics& diagnostics)
      : in_(value, std::move(pointer), "a mask target", mask_target_form(), diagnostics), diagnostics_(diagnostics) {
    target_.name = std::move(name);
  }

  MaskTarget read() {
    in_.set_enum("kind", target_.kind, {MaskKind::label, MaskKind::binary, MaskKind::heatmap, MaskKind::instance});
    in_.set_enum("encoding", target_.encoding,
                 {MaskEncoding::automatic, MaskEncoding::colors, MaskEncoding::rgb24_id, MaskEncoding::threshold});
    read_encoding();
    read_sampling();
    read_classes();
    read_swaps();
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
    return whole_text<std::uint32_t>(text.substr(1), 16);
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

  void read_classes() {
    const json* value = in_.find("classes");
    if (value == nullptr) return;
    const std::string pointer = in_.pointer_of("classes");
    if (value->is_array()) {
      for (std::size_t id = 0; id < value->size(); ++id) {
        add_class(static_cast<std::int64_t>(id), (*value)[id], member(pointer, id));
      }
    } else if (value->is_object()) {
      for (const auto& [text, name] : value->items()) add_sparse_class(text, name, member(pointer, text));
    } else {
      report(diagnostics_, "type", pointer, "expected a list of names or an object, got " + shown(*value),
             R"(write ["background", "road"], or {"7": "road"} for sparse ids)");
    }
    if (is_heatmap()) rule("classes", "a heatmap has no classes", "leave 'classes' out");
  }

  void add_sparse_class(const std::string& text, const json& name, const std::string& pointer) {
    const auto id = whole_text<std::int64_t>(text, 10);
    const bool plain =
        id && *id >= 0 && *id <= static_cast<std::int64_t>(kLabelRange.high) && std::to_string(*id) == text;
    if (plain) return add_class(*id, name, pointer);
    report(diagnostics_, "type", pointer, in_quotes(text) + " is not a label id", R"(write {"7": "road"})");
  }

  void add_class(std::int64_t id, const json& value, const std::string& pointer) {
    const auto name = read_string(value, pointer, {}, diagnostics_);
    if (!name) return;
    // Class names become lines of a file.
    const bool one_line = std::none_of(name->begin(), name->end(), [](char c) { return c >= 0 && c < ' '; });
    if (name->empty() || !one_line) {
      report(diagnostics_, "name", pointer, in_quotes(*name) + " is not a name for a class", "one line of text");
      return;
    }
    if (!class_names_.insert(*name).second) {
      report(diagnostics_, "duplicate", pointer, "two classes are named " + in_quotes(*name), "give each its own name");
    }
    target_.classes[id] = *name;
  }

  void read_swaps() {
    const json* value = in_.find("flip_label_swap");
    if (value == nullptr) return;
    const std::string pointer = in_.pointer_of("flip_label_swap");
    if (is_heatmap()) rule("flip_label_swap", "a heatmap has no labels to swap", "leave 'flip_label_swap' out");
    if (!value->is_array()) {
      report(diagnostics_, "type", pointer, "expected a list of pairs, got " + shown(*value),
             R"(write [["left", "right"]] or [[4, 5]])");
      return;
    }
    std::set<std::int64_t> used;
    for (std::size_t i = 0; i < value->size(); ++i) read_swap((*value)[i], member(pointer, i), used);
  }

  void read_swap(const json& pair, const std::string& pointer, std::set<std::int64_t>& used) {
    if (!pair.is_array() || pair.size() != 2) {
      report(diagnostics_, "type", pointer, "expected a pair of labels, got " + shown(pair), "write [4, 5]");
      return;
    }
    const auto first = label_of(pair[0], member(pointer, std::size_t{0}));
    const auto second = label_of(pair[1], member(pointer, std::size_t{1}));
    if (!first || !second) return;
    for (const std::int64_t id : {*first, *second}) {
      if (!used.insert(id).second) {
        report(diagnostics_, "duplicate", pointer, "label " + std::to_string(id) + " is swapped twice",
               "a label changes places with one other");
      }
    }
    target_.flip_label_swap.emplace_back(*first, *second);
  }

  std::optional<std::int64_t> label_of(const json& value, const std::string& pointer) {
    std::vector<std::string> names;
    for (const auto& [id, name] : target_.classes) {
      if (value.is_string() && value.get<std::string>() == name) return id;
      names.push_back(name);
    }
    if (value.is_string()) {
      const auto name = value.get<std::string>();
      report(diagnostics_, "unknown-class", pointer, "no class is named " + in_quotes(name),
             names.empty() ? "declare 'classes', or give ids" : did_you_mean(name, names));
      return std::nullopt;
    }
    const auto id = read_integer(value, pointer, kLabelRange, diagnostics_);
    if (id && !names.empty() && !target_.classes.contains(*id)) {
      report(diagnostics_, "unknown-class", pointer, "no class has the id " + std::to_string(*id),
             "the classes are " + joined(names));
    }
    return id;
  }

  ObjectReader in_;
  Diagnostics& diagnostics_;
  MaskTarget target_;
  std::set<std::string> class_names_;
};

}  // namespace

std::string_view name_of(MaskKind kind) {
  switch (kind) {
    case MaskKind::label: return "label";
    case MaskKind::binary: return "binary";
    case MaskKind::heatmap: return "heatmap";
    case MaskKind::instance: return "instance";
  }
  return "";
}

Targets read_targets(const json* value, const SourceSpec& source, Diagnostics& diagnostics) {
  const std::string pointer = "/targets";
  Targets targets;
  const json none = json::object();
  const bool given = value != nullptr && expect_object(*value, pointer, diagnostics);
  const json& entries = given ? *value : none;
  std::vector<std::string> names{"image"};
  for (const auto& [name, pattern] : source.masks) {
    names.push_back(name);
    const json& entry = entries.contains(name) ? entries[name] : none;
    targets.masks.push_back(MaskReader(entry, member(pointer, name), name, diagnostics).read());
  }
  if (entries.contains("image")) {
    targets.image = read_image_target(entries["image"], member(pointer, "image"), diagnostics);
  }
  for (const auto& [name, entry] : entries.items()) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const std::string near = did_you_mean(name, names);
    report(diagnostics, "unknown-target", member(pointer, name), "the source has no target " + in_quotes(name),
           near.empty() ? "its targets: " + joined(names) + "; masks are named in /source/masks" : near);
  }
  return targets;
}

}  // namespace augshard

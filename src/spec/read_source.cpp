#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "op/values.h"
#include "spec/byte_count.h"
#include "spec/forms.h"
#include "spec/names.h"
#include "spec/pattern_check.h"
#include "spec/read_parts.h"

namespace augshard {
namespace {

using nlohmann::json;

const std::vector<std::string> kSourceTypes{"coco", "folders", "table"};

// Calls read(name, value, pointer) for every target under a key of the source.
template <class Read>
void read_named(const ObjectReader& in, std::string_view key, Diagnostics& diagnostics, const Read& read) {
  const json* entries = in.find(key);
  if (entries == nullptr || !expect_object(*entries, in.pointer_of(key), diagnostics)) return;
  for (const auto& [name, value] : entries->items()) {
    const std::string pointer = member(in.pointer_of(key), name);
    if (!is_target_name(name)) {
      report(diagnostics, "target-name", pointer, in_quotes(name) + " is not a name for a target",
             "lower-case letters, digits and _, a letter first; not 'image', 'key' or 'copy'");
    }
    read(name, value, pointer);
  }
}

// A text that is not empty; one of `choices` where there are any.
std::string read_text(const json& value, const std::string& pointer, const std::vector<std::string>& choices,
                      Diagnostics& diagnostics) {
  const auto text = read_string(value, pointer, choices, diagnostics);
  if (text && text->empty()) report(diagnostics, "empty", pointer, "the text is empty");
  return text.value_or("");
}

void read_masks(const ObjectReader& in, const std::vector<std::string>& choices, SourceSpec& source,
                Diagnostics& diagnostics) {
  read_named(in, "masks", diagnostics, [&](const std::string& name, const json& value, const std::string& pointer) {
    source.masks.emplace_back(name, read_text(value, pointer, choices, diagnostics));
  });
}

void read_table_annotations(const ObjectReader& in, SourceSpec& source, Diagnostics& diagnostics) {
  read_named(in, "boxes", diagnostics, [&](const std::string& name, const json& value, const std::string& pointer) {
    BoxesSource& boxes = source.boxes.emplace_back();
    boxes.name = name;
    const ObjectReader entry(value, pointer, "an entry of boxes", table_boxes_form(), diagnostics);
    entry.set("column", boxes.column);
    entry.set_enum("format", boxes.format, std::span<const BoxFormat>(kBoxFormats));
    entry.set("labels", boxes.labels);
  });
  read_named(in, "keypoints", diagnostics, [&](const std::string& name, const json& value, const std::string& pointer) {
    KeypointsSource& keypoints = source.keypoints.emplace_back();
    keypoints.name = name;
    const ObjectReader entry(value, pointer, "an entry of keypoints", table_keypoints_form(), diagnostics);
    entry.set("column", keypoints.column);
    entry.set_enum("format", keypoints.format, std::span<const KeypointFormat>(kKeypointFormats));
  });
}

void read_coco(const ObjectReader& in, SourceSpec& source, Diagnostics& diagnostics) {
  read_masks(in, {"segmentation"}, source, diagnostics);
  read_named(in, "boxes", diagnostics, [&](const std::string& name, const json& value, const std::string& pointer) {
    source.boxes.push_back({name, read_text(value, pointer, {"bbox"}, diagnostics), BoxFormat::xywh, ""});
  });
  read_named(in, "keypoints", diagnostics, [&](const std::string& name, const json& value, const std::string& pointer) {
    source.keypoints.push_back({name, read_text(value, pointer, {"keypoints"}, diagnostics), KeypointFormat::xyv});
  });
  const auto expect_one = [&](std::size_t count, const char* key) {
    if (count < 2) return;
    report(diagnostics, "rule", in.pointer_of(key), "an annotation has one entry of this kind",
           "keep one target under '" + std::string(key) + "'");
  };
  expect_one(source.boxes.size(), "boxes");
  expect_one(source.keypoints.size(), "keypoints");
  in.set_enum("category_ids", source.contiguous_ids, {false, true});
  in.set_enum("overlap", source.overlap, {Overlap::largest_first, Overlap::file_order});
  in.set_enum("unannotated", source.skip_unannotated, {false, true});
}

void read_limits(const ObjectReader& in, SourceSpec& source, Diagnostics& diagnostics) {
  double pixels = static_cast<double>(source.max_pixels);
  in.set("max_pixels", pixels);
  source.max_pixels = static_cast<std::uint64_t>(pixels);
  if (const json* bytes = in.find("max_file_bytes")) {
    source.max_file_bytes = read_byte_count(*bytes, in.pointer_of("max_file_bytes"), diagnostics);
  }
}

void check_names(const SourceSpec& source, const std::string& pointer, Diagnostics& diagnostics) {
  std::set<std::string> names;
  for (const auto& [name, text] : source.masks) names.insert(name);
  const auto check = [&](const std::string& name, const char* key) {
    if (names.insert(name).second) return;
    report(diagnostics, "duplicate", member(member(pointer, key), name), "two targets are named " + in_quotes(name),
           "give each its own name");
  };
  for (const BoxesSource& boxes : source.boxes) check(boxes.name, "boxes");
  for (const KeypointsSource& keypoints : source.keypoints) check(keypoints.name, "keypoints");
}

std::optional<std::vector<std::string>> checked_captures(const std::string& pattern, const std::string& pointer,
                                                         Diagnostics& diagnostics) {
  const auto captures = captures_of(pattern);
  if (captures) return *captures;
  const Error& error = captures.error();
  report(diagnostics, error.code, pointer, error.message, error.hint);
  return std::nullopt;
}

bool share_a_word(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& word) { return std::find(b.begin(), b.end(), word) != b.end(); });
}

void check_patterns(const SourceSpec& source, const std::string& pointer, Diagnostics& diagnostics) {
  if (source.image.empty()) return;
  const auto image = checked_captures(source.image, member(pointer, "image"), diagnostics);
  if (image && image->empty()) {
    report(diagnostics, "pattern", member(pointer, "image"), "the pattern captures nothing, so its images have no key",
           "write {id} for the part that differs, as images/{id}.png; '*' stands for itself");
  }
  for (const auto& [name, pattern] : source.masks) {
    if (pattern.empty()) continue;
    const std::string mask_pointer = member(member(pointer, "masks"), name);
    const auto mask = checked_captures(pattern, mask_pointer, diagnostics);
    if (!mask || !image || image->empty() || share_a_word(*image, *mask)) continue;
    report(diagnostics, "pattern", mask_pointer, "the pattern shares no capture with that of the image",
           "images and masks pair by equal captures; the image has " + joined(*image));
  }
}

std::filesystem::path read_file(const ObjectReader& in, const std::vector<std::string>& extensions,
                                const std::filesystem::path& folder, Diagnostics& diagnostics) {
  std::string file;
  in.set("file", file);
  const bool is_text = in.has("file") && in.find("file")->is_string();
  const bool known = std::any_of(extensions.begin(), extensions.end(),
                                 [&](const std::string& extension) { return file.ends_with(extension); });
  if (is_text && !known) {
    report(diagnostics, "choice", in.pointer_of("file"), in_quotes(file) + " is no file that can be read",
           "its name ends in " + joined(extensions));
  }
  return file.empty() ? std::filesystem::path() : (folder / file).lexically_normal();
}

const Form& form_of(const std::string& type) {
  if (type == "coco") return coco_form();
  return type == "table" ? table_form() : folders_form();
}

}  // namespace

SourceSpec read_source(const json& value, const std::filesystem::path& folder,
                       const std::optional<std::filesystem::path>& root, Diagnostics& diagnostics) {
  const std::string pointer = "/source";
  SourceSpec source;
  if (!expect_object(value, pointer, diagnostics)) return source;
  if (!value.contains("type")) {
    report(diagnostics, "missing-key", pointer, "the source needs 'type'", "one of " + joined(kSourceTypes));
    return source;
  }
  const auto type = read_string(value["type"], member(pointer, "type"), kSourceTypes, diagnostics);
  if (!type) return source;
  source.type = *type;
  const ObjectReader in(value, pointer, "a source of type '" + source.type + "'", form_of(source.type), diagnostics);

  std::string root_text;
  in.set("root", root_text);
  read_limits(in, source, diagnostics);
  if (source.type == "coco") {
    read_coco(in, source, diagnostics);
    source.file = read_file(in, {".json"}, folder, diagnostics);
  } else {
    in.set("image", source.image);
    read_masks(in, {}, source, diagnostics);
    in.set_enum("missing_mask", source.missing_mask, {MissingMask::error, MissingMask::skip, MissingMask::background});
    in.set_enum("extra_mask", source.ignore_extra_mask, {false, true});
    in.set_enum("size_mismatch", source.resize_mismatched_mask, {false, true});
  }
  if (source.type == "table") {
    read_table_annotations(in, source, diagnostics);
    source.file = read_file(in, {".csv", ".jsonl"}, folder, diagnostics);
  } else if (source.type == "folders") {
    check_patterns(source, pointer, diagnostics);
  }
  check_names(source, pointer, diagnostics);
  const std::filesystem::path own_folder = source.type == "folders" ? folder : source.file.parent_path();
  source.root = root ? *root : root_text.empty() ? own_folder : (folder / root_text).lexically_normal();
  if (source.root.empty()) source.root = ".";
  return source;
}

std::optional<std::vector<std::string>> attributes_of(const SourceSpec& source) {
  if (source.type != "folders") return std::nullopt;
  std::vector<std::string> names;
  const auto add = [&](const std::string& pattern) {
    const auto captures = captures_of(pattern);
    if (!captures) return false;
    names.insert(names.end(), captures->begin(), captures->end());
    return true;
  };
  bool known = add(source.image);
  for (const auto& [name, pattern] : source.masks) known = add(pattern) && known;
  if (!known) return std::nullopt;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void check_attribute(const SourceSpec& source, const std::string& name, const std::string& pointer,
                     Diagnostics& diagnostics) {
  const auto attributes = attributes_of(source);
  if (!attributes || attributes->empty()) return;
  if (std::find(attributes->begin(), attributes->end(), name) != attributes->end()) return;
  const std::string near = did_you_mean(name, *attributes);
  report(diagnostics, "unknown-attribute", pointer, "the patterns of the source capture no " + in_quotes(name),
         near.empty() ? "they capture " + joined(*attributes) : near);
}

}  // namespace augshard

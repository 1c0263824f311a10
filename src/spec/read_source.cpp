#include <algorithm>
#include <nlohmann/json.hpp>

#include "op/values.h"
#include "spec/forms.h"
#include "spec/names.h"
#include "spec/pattern_check.h"
#include "spec/read_parts.h"

namespace augshard {
namespace {

using nlohmann::json;

const std::vector<std::string> kSourceTypes{"folders", "table"};

void read_masks(const ObjectReader& in, SourceSpec& source, Diagnostics& diagnostics) {
  const json* masks = in.find("masks");
  if (masks == nullptr || !expect_object(*masks, in.pointer_of("masks"), diagnostics)) return;
  for (const auto& [name, value] : masks->items()) {
    const std::string pointer = member(in.pointer_of("masks"), name);
    if (!is_mask_name(name)) {
      report(diagnostics, "mask-name", pointer, in_quotes(name) + " is not a name for a mask",
             "lower-case letters, digits and _, a letter first; not 'image', 'key' or 'copy'");
    }
    const auto text = read_string(value, pointer, {}, diagnostics);
    if (text && text->empty()) report(diagnostics, "empty", pointer, "the text is empty");
    source.masks.emplace_back(name, text.value_or(""));
  }
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

std::filesystem::path read_table_file(const ObjectReader& in, const std::filesystem::path& folder,
                                      Diagnostics& diagnostics) {
  std::string file;
  in.set("file", file);
  const bool is_text = in.has("file") && in.find("file")->is_string();
  if (is_text && !file.ends_with(".csv") && !file.ends_with(".jsonl")) {
    report(diagnostics, "choice", in.pointer_of("file"), in_quotes(file) + " is no table that can be read",
           "name a .csv or .jsonl file");
  }
  return file.empty() ? std::filesystem::path() : (folder / file).lexically_normal();
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
  const bool is_table = source.type == "table";
  const ObjectReader in(value, pointer, "a source of type '" + source.type + "'",
                        is_table ? table_form() : folders_form(), diagnostics);

  std::string root_text;
  in.set("root", root_text);
  in.set("image", source.image);
  read_masks(in, source, diagnostics);
  in.set_enum("missing_mask", source.missing_mask, {MissingMask::error, MissingMask::skip, MissingMask::background});
  in.set_enum("extra_mask", source.ignore_extra_mask, {false, true});
  in.set_enum("size_mismatch", source.resize_mismatched_mask, {false, true});

  if (is_table) {
    source.file = read_table_file(in, folder, diagnostics);
  } else {
    check_patterns(source, pointer, diagnostics);
  }
  const std::filesystem::path own_folder = is_table ? source.file.parent_path() : folder;
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

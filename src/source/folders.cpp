#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/counted.h"
#include "source/layout.h"
#include "source/names.h"
#include "source/pattern.h"
#include "source/walk.h"
#include "source/walk_report.h"

namespace augshard {

namespace {

/// The image pattern first, then those of the masks.
using Patterns = std::vector<Pattern>;

/// The captures that image and mask share, as slots of each.
struct SharedCaptures {
  std::vector<std::size_t> image;
  std::vector<std::size_t> mask;
};

std::string pattern_pointer(const Spec& spec, std::size_t index) {
  return index == 0 ? "/source/image" : mask_pointer(spec, index - 1);
}

SharedCaptures shared_captures(const Pattern& image, const Pattern& mask) {
  SharedCaptures shared;
  for (std::size_t i = 0; i < image.captures().size(); ++i) {
    const auto found = std::ranges::find(mask.captures(), image.captures()[i]);
    if (found == mask.captures().end()) continue;
    shared.image.push_back(i);
    shared.mask.push_back(static_cast<std::size_t>(found - mask.captures().begin()));
  }
  return shared;
}

/// What an image and its masks have in common. NUL cannot stand in a file name.
std::string pairing_text(const std::vector<std::string>& values, const std::vector<std::size_t>& slots) {
  std::string text;
  for (const std::size_t slot : slots) text.append(values[slot]).push_back('\0');
  return text;
}

Patterns parse_patterns(const Spec& spec, Diagnostics& diagnostics) {
  std::vector<std::string> texts{spec.source.image};
  for (const auto& [name, text] : spec.source.masks) texts.push_back(text);
  Patterns patterns;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto pattern = Pattern::parse(texts[i]);
    if (!pattern) {
      const Error& error = pattern.error();
      diagnostics.push_back(source_error(spec, error.code, pattern_pointer(spec, i), error.message, error.hint));
      continue;
    }
    patterns.push_back(*std::move(pattern));
  }
  return patterns;
}

/// Without a shared capture every mask would belong to every image.
void check_captures(const Spec& spec, const Patterns& patterns, Diagnostics& diagnostics) {
  const std::string hint = "write for example images/{id}.jpg and masks/{id}.png";
  if (patterns.front().captures().empty()) {
    diagnostics.push_back(source_error(spec, "pattern", "/source/image",
                                       "the image pattern has no capture, so its images would have no key", hint));
    return;
  }
  for (std::size_t i = 1; i < patterns.size(); ++i) {
    if (!shared_captures(patterns.front(), patterns[i]).image.empty()) continue;
    diagnostics.push_back(source_error(spec, "pattern", pattern_pointer(spec, i),
                                       "the mask pattern '" + patterns[i].text() +
                                           "' shares no capture with the image pattern '" + patterns.front().text() +
                                           "', so nothing says which mask belongs to which image",
                                       hint));
  }
}

/// Pairs one mask pattern's files with images and remembers what went unused.
class MaskFiles {
 public:
  MaskFiles(const std::vector<FoundFile>& files, const Pattern& image, const Pattern& mask)
      : files_(files), shared_(shared_captures(image, mask)) {
    groups_.reserve(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) groups_[pairing_text(files[i].values, shared_.mask)].push_back(i);
    used_.resize(files.size());
  }

  /// The first file that pairs with an image; nullptr where none does.
  const FoundFile* take(const FoundFile& image, const std::string& key) {
    const auto group = groups_.find(pairing_text(image.values, shared_.image));
    if (group == groups_.end()) return nullptr;
    for (const std::size_t i : group->second) used_[i] = true;
    if (group->second.size() > 1) note_crowd(group->second, key);
    return &files_[group->second.front()];
  }

  [[nodiscard]] std::vector<std::string> unused() const {
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (!used_[i]) paths.push_back(files_[i].path);
    }
    return paths;
  }
  /// The records that more than one file pairs with.
  [[nodiscard]] const Examples& crowded() const { return crowded_; }

 private:
  void note_crowd(const std::vector<std::size_t>& group, const std::string& key) {
    crowded_.add("'" + key + "' has " + std::to_string(group.size()) + ", such as '" + files_[group[0]].path +
                 "' and '" + files_[group[1]].path + "'");
  }

  const std::vector<FoundFile>& files_;
  SharedCaptures shared_;
  std::unordered_map<std::string, std::vector<std::size_t>> groups_;
  std::vector<bool> used_;
  Examples crowded_;
};

std::string joined_key(const std::vector<std::string>& values) {
  std::string key;
  for (const std::string& value : values) {
    if (!value.empty()) key += (key.empty() ? "" : "/") + value;
  }
  return key;
}

/// Captures that only mask patterns have, where all masks of the record agree on them.
void add_mask_attributes(Record& record, const Patterns& patterns, const std::vector<const FoundFile*>& files) {
  std::map<std::string, std::string> own;
  std::set<std::string> unclear;
  for (std::size_t mask = 0; mask < files.size(); ++mask) {
    const auto& words = patterns[mask + 1].captures();
    for (std::size_t slot = 0; files[mask] != nullptr && slot < words.size(); ++slot) {
      const std::string& value = files[mask]->values[slot];
      if (std::ranges::find(patterns.front().captures(), words[slot]) != patterns.front().captures().end()) continue;
      if (!value.empty() && own.emplace(words[slot], value).first->second != value) unclear.insert(words[slot]);
    }
  }
  for (auto& [word, value] : own) {
    if (!unclear.contains(word)) record.attributes.emplace(word, std::move(value));
  }
}

Candidate pair_up(const FoundFile& image, const Patterns& patterns, std::vector<MaskFiles>& masks) {
  Record record{joined_key(image.values), image.path, {}, {}};
  const auto& words = patterns.front().captures();
  for (std::size_t slot = 0; slot < words.size(); ++slot) {
    if (!image.values[slot].empty()) record.attributes.emplace(words[slot], image.values[slot]);
  }
  std::vector<const FoundFile*> files;
  for (MaskFiles& mask : masks) {
    const FoundFile* file = files.emplace_back(mask.take(image, record.key));
    record.masks.push_back(file == nullptr ? std::nullopt : std::optional(file->path));
  }
  add_mask_attributes(record, patterns, files);
  return {std::move(record), 0};
}

void report_masks(const Spec& spec, const Patterns& patterns, const std::vector<MaskFiles>& masks, Listing& listing) {
  for (std::size_t i = 0; i < masks.size(); ++i) {
    const std::string& name = spec.source.masks[i].first;
    if (masks[i].crowded().count() > 0) {
      listing.diagnostics.push_back(source_error(
          spec, "duplicate-mask", mask_pointer(spec, i),
          counted(masks[i].crowded().count(), "record has", "records have") + " several files for mask '" + name +
              "': " + masks[i].crowded().text(),
          "a record takes one file a mask: make '" + patterns[i + 1].text() +
              "' match one of them, give each its own mask target, or merge them into one file beforehand"));
    }
    const std::vector<std::string> extra = masks[i].unused();
    listing.report.extra_masks.insert(listing.report.extra_masks.end(), extra.begin(), extra.end());
    if (extra.empty() || spec.source.ignore_extra_mask) continue;
    listing.diagnostics.push_back(
        source_error(spec, "extra-mask", mask_pointer(spec, i),
                     counted(extra.size(), "file of mask '" + name + "' has", "files of mask '" + name + "' have") +
                         " no image: " + quoted_names(extra),
                     R"("extra_mask": "ignore" leaves them out)"));
  }
}

LayoutWords folder_words(const Patterns& patterns) {
  LayoutWords words;
  words.duplicate_hint =
      "let the pattern match one file a record (a single extension, say), or capture what tells them apart";
  words.absence = [&patterns](const Candidate& candidate, std::size_t mask) {
    const Pattern& pattern = patterns[mask + 1];
    std::vector<std::string> values;
    for (const std::string& word : pattern.captures()) {
      const auto found = candidate.record.attributes.find(word);
      values.push_back(found == candidate.record.attributes.end() ? "" : found->second);
    }
    return "no '" + pattern.fill_in(values) + "'";
  };
  return words;
}

}  // namespace

Listing list_folders(const Spec& spec) {
  Listing listing;
  listing.root = spec.source.root.empty() ? "." : spec.source.root;
  if (auto problem = check_root(spec, listing.root)) listing.diagnostics.push_back(*std::move(problem));
  const Patterns patterns = parse_patterns(spec, listing.diagnostics);
  if (has_errors(listing.diagnostics)) return listing;
  check_captures(spec, patterns, listing.diagnostics);
  if (has_errors(listing.diagnostics)) return listing;

  const Walk walk = walk_folders(listing.root, patterns);
  report_walk(spec, walk, listing.diagnostics);
  const std::vector<FoundFile>& images = walk.grounds.front().files;
  if (images.empty()) {
    listing.diagnostics.push_back(
        nothing_found(spec, listing.root, patterns[0], walk.grounds[0], "no-records", pattern_pointer(spec, 0)));
    return listing;
  }
  std::vector<MaskFiles> masks;
  for (std::size_t i = 1; i < patterns.size(); ++i) {
    masks.emplace_back(walk.grounds[i].files, patterns.front(), patterns[i]);
    if (!walk.grounds[i].files.empty()) continue;
    listing.diagnostics.push_back(
        nothing_found(spec, listing.root, patterns[i], walk.grounds[i], "missing-mask", pattern_pointer(spec, i)));
    // Allowed, and yet a pattern that matches nothing is more often a slip than a wish.
    if (spec.source.missing_mask != MissingMask::error) listing.diagnostics.back().severity = Severity::warning;
  }
  std::vector<Candidate> candidates;
  candidates.reserve(images.size());
  for (const FoundFile& image : images) candidates.push_back(pair_up(image, patterns, masks));
  settle(listing, std::move(candidates), spec, folder_words(patterns));
  report_masks(spec, patterns, masks, listing);
  return listing;
}

}  // namespace augshard

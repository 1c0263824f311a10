#include <algorithm>
#include <system_error>
#include <utility>

#include "base/counted.h"
#include "source/layout.h"
#include "source/names.h"

namespace augshard {

namespace {

std::string origin(const Candidate& candidate) {
  const std::string path = "'" + candidate.record.image + "'";
  return candidate.line == 0 ? path : path + " (line " + std::to_string(candidate.line) + ")";
}

/// Keeps the first of each key and reports the others.
void drop_duplicates(Listing& listing, std::vector<Candidate>& candidates, const Spec& spec, const LayoutWords& words) {
  std::vector<Candidate> kept;
  kept.reserve(candidates.size());
  Examples examples;
  int line = 0;
  std::vector<std::string>& keys = listing.report.duplicate_keys;
  for (Candidate& candidate : candidates) {
    if (kept.empty() || kept.back().record.key != candidate.record.key) {
      kept.push_back(std::move(candidate));
      continue;
    }
    const std::string& key = candidate.record.key;
    if (!keys.empty() && keys.back() == key) continue;
    keys.push_back(key);
    if (line == 0) line = candidate.line;
    examples.add("'" + key + "' from " + origin(kept.back()) + " and " + origin(candidate));
  }
  candidates = std::move(kept);
  if (keys.empty()) return;
  listing.diagnostics.push_back(
      source_error(spec, "duplicate-key", words.duplicate_pointer,
                   counted(keys.size(), "key has", "keys have") + " more than one image: " + examples.text(),
                   words.duplicate_hint, line));
}

void report_missing(Listing& listing, const std::vector<Candidate>& candidates, const Spec& spec,
                    const LayoutWords& words) {
  for (std::size_t mask = 0; mask < spec.source.masks.size(); ++mask) {
    const bool told = std::ranges::any_of(listing.diagnostics, [&](const Diagnostic& d) {
      return d.code == "missing-mask" && d.pointer == mask_pointer(spec, mask);
    });
    if (told) continue;
    Examples examples;
    int line = 0;
    for (const Candidate& candidate : candidates) {
      if (candidate.record.masks.empty() || candidate.record.masks[mask]) continue;
      if (examples.count() == 0) line = candidate.line;
      examples.add("'" + candidate.record.key + "' (" + words.absence(candidate, mask) + ")");
    }
    if (examples.count() == 0) continue;
    listing.diagnostics.push_back(source_error(
        spec, "missing-mask", mask_pointer(spec, mask),
        std::to_string(examples.count()) + " of " + counted(candidates.size(), "record has", "records have") +
            " no mask '" + spec.source.masks[mask].first + "': " + examples.text(),
        R"("missing_mask": "skip" leaves such records out, "background" gives them an empty mask)", line));
  }
}

bool has_all_masks(const Record& record) {
  return std::ranges::all_of(record.masks, [](const auto& path) { return path.has_value(); });
}

}  // namespace

Diagnostic source_error(const Spec& spec, std::string code, std::string pointer, std::string message, std::string hint,
                        int line) {
  const std::filesystem::path& file = line == 0 ? spec.file : spec.source.file;
  return {
      Severity::error,  std::move(code), std::move(pointer), std::move(message), std::move(hint), file.string(), line,
      line == 0 ? 0 : 1};
}

std::string mask_pointer(const Spec& spec, std::size_t mask) {
  return "/source/masks/" + spec.source.masks[mask].first;
}

std::optional<Diagnostic> check_root(const Spec& spec, const std::filesystem::path& root) {
  std::error_code fault;
  if (std::filesystem::is_directory(root, fault)) return std::nullopt;
  std::string why = fault ? "cannot be read: " + fault.message() : "is not a folder";
  return source_error(spec, "path", "/source/root", "the root '" + root.string() + "' " + std::move(why),
                      "source.root is relative to the pipeline file; --root wins over it");
}

void settle(Listing& listing, std::vector<Candidate> candidates, const Spec& spec, const LayoutWords& words) {
  std::ranges::stable_sort(candidates, {}, [](const Candidate& c) -> const std::string& { return c.record.key; });
  PairingReport& report = listing.report;
  report.images = static_cast<std::int64_t>(candidates.size());
  drop_duplicates(listing, candidates, spec, words);
  const MissingMask policy = spec.source.missing_mask;
  if (policy == MissingMask::error) report_missing(listing, candidates, spec, words);
  listing.records.reserve(candidates.size());
  for (Candidate& candidate : candidates) {
    Record& record = candidate.record;
    const bool whole = has_all_masks(record);
    if (whole) ++report.matched;
    if (!whole) report.images_without_mask.push_back(record.key);
    if (!whole && policy == MissingMask::skip) {
      ++report.skipped;
      continue;
    }
    listing.records.push_back(std::move(record));
  }
  if (!candidates.empty() && listing.records.empty()) {
    listing.diagnostics.push_back(source_error(
        spec, "no-records", "/source/masks",
        "all " + counted(candidates.size(), "record was", "records were") + " skipped, since none has all its masks",
        "check the masks of the source; \"missing_mask\": \"error\" says what was looked for"));
  }
}

Listing list_records(const Spec& spec) {
  if (spec.source.type == "coco") return list_coco(spec);
  return spec.source.type == "table" ? list_table(spec) : list_folders(spec);
}

}  // namespace augshard

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "source/source.h"
#include "spec/spec.h"

namespace augshard {

/// The records of a `folders` source: files below the root that the patterns match.
Listing list_folders(const Spec& spec);
/// The records of a `table` source: the rows of a CSV, TSV or JSONL file.
Listing list_table(const Spec& spec);

/// The records of a `coco` source: the images of an instances or keypoints file.
Listing list_coco(const Spec& spec);

/// A record that a layout found, before keys and masks are checked against the others.
struct Candidate {
  Record record;
  int line = 0;  ///< of the table; 0 for files
};

/// What the messages of settle() need to know of a layout.
struct LayoutWords {
  std::string duplicate_pointer = "/source/image";
  std::string duplicate_hint;
  /// What stands in the place of a missing mask: "no 'labels/7.png'", "line 12 is empty". Not asked where records name
  /// no mask files.
  std::function<std::string(const Candidate&, std::size_t mask)> absence;
};

/// What all layouts share: sorts by key, finds duplicate keys and missing masks, keeps the records that remain.
void settle(Listing& listing, std::vector<Candidate> candidates, const Spec& spec, const LayoutWords& words);

/// An error at `pointer`. With a `line` it stands in the table, else in the pipeline file.
Diagnostic source_error(const Spec& spec, std::string code, std::string pointer, std::string message, std::string hint,
                        int line = 0);

/// "/source/masks/NAME"
std::string mask_pointer(const Spec& spec, std::size_t mask);

/// Error "path" where the root is not a folder.
std::optional<Diagnostic> check_root(const Spec& spec, const std::filesystem::path& root);

}  // namespace augshard

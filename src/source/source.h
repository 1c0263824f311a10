#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/expected.h"
#include "base/files.h"
#include "spec/spec.h"

namespace augshard {

/// One input item: an image with its targets. Paths are relative to the source's root, with '/' between parts.
struct Record {
  std::string key;
  std::string image;
  /// One a mask target; nothing where the record has none and `missing_mask` is "background".
  std::vector<std::optional<std::string>> masks;
  std::map<std::string, std::string> attributes;
};

/// What was found and how it paired. Counts are of records, but `extra_masks` of files.
struct PairingReport {
  std::int64_t images = 0;
  std::int64_t matched = 0;
  std::vector<std::string> images_without_mask;  ///< keys
  std::vector<std::string> extra_masks;          ///< paths
  std::vector<std::string> duplicate_keys;
  std::int64_t skipped = 0;  ///< left out by missing_mask "skip"
};

/// The records of a source, sorted by the bytes of their keys.
struct Listing {
  std::filesystem::path root;
  std::vector<Record> records;
  PairingReport report;
  Diagnostics diagnostics;  ///< pairing errors and warnings, at the pointers of `/source`
};

/// Lists a source without opening an image. Never pairs by sort order.
Listing list_records(const Spec& spec);

/// Resolves a relative path of a record under `root`; error "path" for absolute paths, "..", NUL, and links that leave
/// the root.
Expected<std::filesystem::path> resolve_beneath(const std::filesystem::path& root, const std::string& relative);

/// Opens a file of a record. Errors as resolve_beneath() and open_file() give them, but naming the relative path alone:
/// they go into the ledger of rejects, whose bytes may not depend on where the source lies.
Expected<FileBytes> open_record_file(const std::filesystem::path& root, const std::string& relative);

}  // namespace augshard

#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/expected.h"
#include "base/files.h"
#include "codec/segmentation.h"
#include "sample/annotation.h"
#include "spec/spec.h"

namespace augshard {

/// A box as its source writes it.
struct WrittenBox {
  std::array<double, 4> numbers{};  ///< in the format of BoxesSource
  std::int64_t label = 0;
};

/// A shape that masks are drawn from.
struct Segment {
  Segmentation shape;
  double area = 0;  ///< px^2, as the file says
  bool crowd = false;
  /// What it is drawn with, one a mask target; nothing where a target does not show it.
  std::vector<std::optional<std::int64_t>> values;
};

/// What a record holds beside pixels; each list has one entry a target of the pipeline. Coordinates are as written.
struct Annotations {
  std::optional<Size> size;  ///< of the picture they were drawn on, where the source says so
  std::vector<std::vector<WrittenBox>> boxes;
  std::vector<std::vector<std::vector<double>>> keypoints;  ///< a list a set, in the format of KeypointsSource
  std::vector<Segment> segments;                            ///< in the order they are drawn
};

/// One input item: an image with its targets. Paths are relative to the source's root, with '/' between parts.
struct Record {
  std::string key;
  std::string image;
  /// One a mask target; nothing where the record has none and `missing_mask` is "background". Empty where masks are
  /// drawn from the segments.
  std::vector<std::optional<std::string>> masks;
  std::map<std::string, std::string> attributes;
  Annotations annotations = {};
};

/// What was found and how it paired. Counts are of records, but `extra_masks` of files.
struct PairingReport {
  std::int64_t images = 0;
  std::int64_t matched = 0;
  std::vector<std::string> images_without_mask;  ///< keys
  std::vector<std::string> extra_masks;          ///< paths
  std::vector<std::string> duplicate_keys;
  std::int64_t skipped = 0;      ///< left out by missing_mask "skip" or unannotated "skip"
  std::int64_t unannotated = 0;  ///< coco: images without an annotation
  std::int64_t crowds = 0;       ///< coco: annotations of crowds; no boxes are made of them
};

/// The records of a source, sorted by the bytes of their keys.
struct Listing {
  std::filesystem::path root;
  std::vector<Record> records;
  PairingReport report;
  /// Classes that the source declares, by target; for targets whose classes the pipeline does not declare.
  std::map<std::string, std::map<std::int64_t, std::string>> classes;
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

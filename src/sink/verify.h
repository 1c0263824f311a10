#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace augshard {

/// Something that is wrong with a dataset on disk, or, as a note, only worth knowing.
struct Problem {
  bool note = false;
  /// Of the dataset: "incomplete" (no dataset.json), "manifest", "pipeline", "statistics". Of a file: "missing",
  /// "size", "checksum", "record", "count", "npy", "index", "more" (problems than are listed). Of one example: "key",
  /// "decode", "shape", "mask-id", "box", "label", "keypoints", "copy"; "row" (not the row of that place), "ledger" (a
  /// line of examples.jsonl or rejects.jsonl that the shards contradict). The note "extra" is for a file that
  /// dataset.json does not list.
  std::string code;
  std::string path;  ///< relative to the dataset's folder
  std::string message;
};

struct Verification {
  std::vector<Problem> problems;
  std::int64_t files = 0;  ///< listed and read
  std::uint64_t bytes = 0;
  std::int64_t examples = 0;  ///< counted in the shards of the first output

  /// Nothing is wrong; notes do not count.
  [[nodiscard]] bool whole() const;
};

/// Reads everything back: dataset.json and its checksum, each file's size and SHA-256, TFRecord framing with both CRCs
/// and Examples, index files, NPY headers with exact file sizes, offsets, and all counts against each other. Then every
/// example against the fields: keys, pixels decoded, shapes, types, ids, boxes, keypoints. Then all of them against
/// what the dataset says of itself: examples.jsonl line by line, rejects.jsonl, statistics and counts of dataset.json.
/// Holds the keys of one shard at a time, and of those that were rejected.
Verification verify_dataset(const std::filesystem::path& folder);

/// {"whole", "files", "bytes", "examples", "problems": [{"severity", "code", "path", "message"}]}.
nlohmann::ordered_json verification_json(const Verification& verification);
/// A line a problem, then one line that sums up.
std::string verification_text(const Verification& verification);

}  // namespace augshard

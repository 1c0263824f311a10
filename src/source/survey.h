#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codec/codec.h"
#include "source/source.h"

namespace augshard {

/// What the headers of one record's files say.
struct RecordFacts {
  Size size;         ///< of the image as ops see it (turned upright where the policy says so)
  int channels = 0;  ///< after the alpha and colour policies
  DType dtype = DType::uint8;
  int image_orientation = 1;          ///< EXIF turn to apply to the image
  std::vector<int> mask_orientation;  ///< EXIF turn to apply to each mask
  Size drawn_on;                      ///< size of the picture that boxes, keypoints and segments were drawn on
  int annotation_orientation = 1;     ///< EXIF turn to apply to them
  /// Set where a file cannot be read or its header is damaged: the record is planned, then rejected.
  std::optional<Error> reject;
  std::string reject_path;  ///< the file at fault
};

/// The records of a run with what their headers say; all before a pixel is decoded.
struct Survey {
  std::filesystem::path root;
  std::vector<Record> records;     ///< sorted by key
  std::vector<RecordFacts> facts;  ///< one a record
  Shape image;                     ///< what all images share
  std::vector<DType> mask_types;   ///< one a mask target: the widest over all files, widened to hold `ignore` and fill
  PairingReport pairing;
  bool mask_files = true;                  ///< masks come from files, not from annotations
  std::int64_t turned_images = 0;          ///< EXIF orientation applied
  std::int64_t ambiguous_orientation = 0;  ///< masks whose size cannot tell how they were drawn
  std::int64_t resized_masks = 0;          ///< size mismatches mended by "resize_mask"
  std::int64_t boxes = 0;                  ///< of all records
  std::int64_t cut_boxes = 0;              ///< that overshot their image
  std::int64_t empty_boxes = 0;            ///< without area within their image; left out
  std::int64_t outside_keypoints = 0;      ///< that lay outside their image; absent
  /// Classes that the source declares, by target; for targets whose classes the pipeline does not declare.
  std::map<std::string, std::map<std::int64_t, std::string>> classes;
  std::string inputs_sha256;  ///< over keys, relative paths, file sizes (inputs_hash.h)
  Diagnostics diagnostics;    ///< pairing, sizes, orientation, encodings
};

/// Lists the source and reads every header. Errors of pairing and of sizes are diagnostics; unreadable files are
/// rejects.
Survey survey_source(const Spec& spec);

/// The pairing report for people: a few lines, each ended, with counts and up to `examples` names of each problem.
std::string describe_pairing(const Survey& survey, std::size_t examples = 5);

}  // namespace augshard

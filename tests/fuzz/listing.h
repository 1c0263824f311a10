#pragma once

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <string_view>

#include "codec/codec.h"
#include "codec/segmentation.h"
#include "fuzz/fuzz.h"
#include "source/annotations.h"
#include "source/source.h"
#include "spec/load.h"
#include "temporary_folder.h"

/// A source that one file lists, read again for each input.
namespace augshard::fuzz {

class ListedSource {
 public:
  /// `pipeline` names its list as `name`; the images would lie beside it.
  ListedSource(const std::string& pipeline, const std::string& name)
      : spec_(parse_pipeline(pipeline, folder_.path() / "pipeline.json", {}).spec.value()),
        list_(folder_.path() / name) {}

  [[nodiscard]] const Spec& spec() const { return spec_; }

  [[nodiscard]] Listing list(std::string_view text) const {
    std::ofstream(list_, std::ios::binary | std::ios::trunc) << text;
    return list_records(spec_);
  }

 private:
  TemporaryFolder folder_;
  Spec spec_;
  std::filesystem::path list_;
};

inline void check_diagnostics(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) require(!diagnostic.code.empty() && !format(diagnostic).empty());
}

inline bool lies_in(Point point, Size frame) {
  return point.x >= 0 && point.y >= 0 && point.x <= frame.width && point.y <= frame.height;
}

/// Placed in any picture, turned or not, an outline lies within the frame and a point in it or is absent.
inline void check_placed(const Annotations& annotations, const Spec& spec) {
  const Size drawn_on{37, 50};
  for (const int orientation : {1, 6}) {
    const PlacedAnnotations placed = place_annotations(annotations, spec, drawn_on, orientation);
    const Size frame = upright_size(drawn_on, orientation);
    require(placed.objects.size() == spec.boxes.size() && placed.keypoints.size() == spec.keypoints.size());
    for (std::size_t i = 0; i < placed.objects.size(); ++i) {
      require(placed.objects[i].size() == annotations.boxes[i].size());
      for (const Object& object : placed.objects[i]) {
        for (const Point corner : object.outline) require(lies_in(corner, frame));
      }
    }
    for (const auto& sets : placed.keypoints) {
      for (const KeypointSet& set : sets) {
        for (const Keypoint& point : set) {
          require(point.visibility == Visibility::absent || lies_in({point.x, point.y}, frame));
        }
      }
    }
  }
}

/// Keys ascend, paths stay below the root where no error says otherwise, and there is a list a target.
inline void check_listing(const Listing& listing, const Spec& spec) {
  check_diagnostics(listing.diagnostics);
  const bool sound = !has_errors(listing.diagnostics);
  const auto falls = [](const Record& a, const Record& b) { return a.key >= b.key; };
  require(std::ranges::adjacent_find(listing.records, falls) == listing.records.end());
  for (const Record& record : listing.records) {
    if (sound) require(resolve_beneath(listing.root, record.image).has_value());
    if (!sound) continue;
    const Annotations& annotations = record.annotations;
    require(annotations.boxes.size() == spec.boxes.size() && annotations.keypoints.size() == spec.keypoints.size());
    for (std::size_t i = 0; i < spec.keypoints.size(); ++i) {
      const auto& boxes = spec.keypoints[i].boxes;
      if (boxes) require(annotations.keypoints[i].size() == annotations.boxes[*boxes].size());
    }
    check_placed(annotations, spec);
  }
}

}  // namespace augshard::fuzz

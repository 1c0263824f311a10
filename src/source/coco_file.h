#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/expected.h"
#include "codec/segmentation.h"
#include "source/names.h"
#include "spec/spec.h"

namespace augshard {

/// An entry of `images`.
struct CocoImage {
  std::string id;
  std::string file;
  std::optional<Size> size;
  std::map<std::string, std::string> attributes;
};

struct CocoCategory {
  std::int64_t id = 0;
  std::string name;
};

/// An entry of `annotations`.
struct CocoAnnotation {
  std::string id;
  std::string image;
  std::int64_t category = 0;
  bool crowd = false;
  double area = 0;
  std::optional<std::array<double, 4>> box;
  std::vector<double> keypoints;
  std::optional<Segmentation> shape;
};

struct CocoFile {
  std::vector<CocoImage> images;
  std::vector<CocoCategory> categories;
  std::vector<CocoAnnotation> annotations;
};

/// Entries that cannot be used, counted by what would mend them with the first few spelled out.
class EntryFaults {
 public:
  void add(const std::string& text, const std::string& hint) { faults_[hint].add(text); }
  /// One error "coco" a kind.
  void finish(const Spec& spec, Diagnostics& diagnostics) const;

 private:
  std::map<std::string, Examples> faults_;
};

/// Reads the entries of an instances or keypoints file one by one, so that the whole file never stands in memory as
/// JSON; of boxes, keypoints and shapes only what the pipeline has targets for. Error "coco" where the text is not such
/// a file.
Expected<CocoFile> read_coco_file(std::string_view text, const Spec& spec, EntryFaults& faults);

}  // namespace augshard

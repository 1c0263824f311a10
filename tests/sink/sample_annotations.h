#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "sample_dataset.h"

namespace augshard {

/// The street with boxes, an instance mask of them, a set of two points a box, one set of two points, and one of any
/// number.
inline Dataset scene() {
  Dataset dataset = street();
  Field instances{"instances", false, MaskKind::instance, DType::uint8, Size{4, 6}, 1};
  instances.boxes = "objects";
  dataset.fields.push_back(instances);
  dataset.boxes = {{"objects", {{0, "person"}, {1, "car"}}}};
  dataset.keypoints = {
      {"pose", 2, {"head", "foot"}, "objects", true}, {"eyes", 2, {}, {}, true}, {"marks", {}, {}, {}, false}};
  return dataset;
}

/// Three examples of the scene; the second has no box and no mark.
class Scenes {
 public:
  Scenes() {
    add({{{{0, 0, 3, 2}, 1}, {{1.5, 1, 6, 4}, 0}}, 1},
        {{{{1, 1, Visibility::visible}, absent()}, {{2.5, 3.5, Visibility::hidden}, absent()}},
         {{{0.5, 0.5, Visibility::visible}, absent()}},
         {{{6, 4, Visibility::visible}, {3, 1, Visibility::hidden}, {0, 0, Visibility::visible}}}});
    add({{}, 2}, {{}, {{absent(), absent()}}, {{}}});
    add({{{{3, 2, 4.5, 4}, 1}}, 0}, {{{{4, 3, Visibility::visible}, {4, 2, Visibility::visible}}},
                                     {{{1, 2, Visibility::hidden}, {5, 2, Visibility::visible}}},
                                     {{{1.5, 2.5, Visibility::visible}}}});
  }
  [[nodiscard]] const Example& operator[](std::size_t i) const { return all_[i]; }
  [[nodiscard]] const std::deque<Example>& all() const { return all_; }

  static Keypoint absent() { return {0, 0, Visibility::absent}; }

 private:
  void add(ExampleBoxes boxes, std::vector<std::vector<KeypointSet>> keypoints) {
    const Size size{4, 6};
    std::vector<const Image*> pixels;
    pixels.push_back(&pixels_.emplace_back(counting<std::uint8_t>(size, 3, DType::uint8)));
    // Three classes; as many instances as there are boxes.
    for (const std::size_t ids : {std::size_t{3}, boxes.boxes.size() + 1}) {
      Image& mask = pixels_.emplace_back(counting<std::uint8_t>(size, 1, DType::uint8));
      for (auto& id : mask.values<std::uint8_t>()) id = static_cast<std::uint8_t>(id % ids);
      pixels.push_back(&mask);
    }
    all_.push_back({"scene/" + std::to_string(all_.size()), 1, {}, pixels, {std::move(boxes)}, std::move(keypoints)});
  }

  std::deque<Image> pixels_;
  std::deque<Example> all_;
};

}  // namespace augshard

// Any bytes as a COCO file. What is listed keeps the promises of a listing, and every shape becomes runs that fill its
// frame.
#include <numeric>

#include "fuzz/listing.h"

using namespace augshard;
using namespace augshard::fuzz;

namespace {

constexpr const char* kPipeline = R"({"augshard": 1, "name": "fuzz",
  "source": {"type": "coco", "file": "coco.json", "masks": {"mask": "segmentation", "instances": "segmentation"},
    "boxes": {"objects": "bbox"}, "keypoints": {"pose": "keypoints"}},
  "targets": {"mask": {"kind": "label", "ignore": 255}, "instances": {"kind": "instance"},
    "objects": {"kind": "boxes"}, "pose": {"kind": "keypoints", "points": ["head", "feet"]}},
  "outputs": [{"type": "npy"}]})";

constexpr Size kFrame{37, 50};

void check_shape(const Segmentation& shape) {
  const auto* runs = std::get_if<RunLengths>(&shape);
  const Size size = runs != nullptr ? runs->size : kFrame;
  const RunLengths drawn = runs != nullptr ? *runs : rasterise(shape, size);
  const auto pixels = std::accumulate(drawn.counts.begin(), drawn.counts.end(), std::uint64_t{0});
  require(pixels == static_cast<std::uint64_t>(size.height) * static_cast<std::uint64_t>(size.width));
  require(area_of(drawn) <= pixels);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ListedSource source(kPipeline, "coco.json");
  const Listing listing = source.list(text_of(bytes_of(data, size)));
  check_listing(listing, source.spec());
  for (const Record& record : listing.records) {
    for (const Segment& segment : record.annotations.segments) {
      require(segment.values.size() == source.spec().masks.size());
      check_shape(segment.shape);
    }
  }
  return 0;
}

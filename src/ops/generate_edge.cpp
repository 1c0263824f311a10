#include <algorithm>

#include "op/op.h"
#include "ops/kernels/distance.h"

namespace augshard {
namespace {

struct GenerateEdge {
  double width_px = 3;
  std::vector<double> ignore_labels{255};
  MaskName mask;
};

MaskKind kind_of(const GenerateEdge&) { return MaskKind::binary; }
Shape shape_of(const GenerateEdge&, const Shape& in) { return {in.size, in.channels, DType::uint8}; }

// Pixels beside one of another label, below, above, left or right; next to an ignored label there is no edge.
std::vector<bool> edge_pixels(const Image& mask, const std::vector<double>& ignored) {
  const auto width = static_cast<std::size_t>(mask.width());
  std::vector<bool> edge(mask.value_count(), false);
  visit_dtype(mask.dtype(), [&]<class T>(T) {
    const auto ids = mask.values<T>();
    const auto counts = [&](T id) {
      return std::find(ignored.begin(), ignored.end(), static_cast<double>(id)) == ignored.end();
    };
    const auto compare = [&](std::size_t a, std::size_t b) {
      if (ids[a] != ids[b] && counts(ids[a]) && counts(ids[b])) edge[a] = edge[b] = true;
    };
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (i % width + 1 < width) compare(i, i + 1);
      if (i + width < ids.size()) compare(i, i + width);
    }
  });
  return edge;
}

// The line between two labels has a pixel of each on its sides: it is 2 px wide before it is widened.
void generate_edge(const GenerateEdge& params, Image& mask, Draws&) {
  const double reach = params.width_px / 2 - 1;
  const std::vector<std::int64_t> distances = squared_distances(mask.size(), edge_pixels(mask, params.ignore_labels));
  Image edges(mask.size(), 1, DType::uint8);
  std::transform(distances.begin(), distances.end(), edges.values<std::uint8_t>().begin(), [&](std::int64_t squared) {
    return static_cast<double>(squared) <= std::max(0.0, reach) * std::max(0.0, reach) ? 1 : 0;
  });
  mask = std::move(edges);
}

}  // namespace

OpInfo op_generate_edge() {
  return OpBuilder<GenerateEdge>("generate_edge", "Makes a mask of the lines between labels: 1 on them, else 0.")
      .param("width_px", &GenerateEdge::width_px, Range{1, 1000}, Unit::px,
             "Width of the lines; up to 2 they are the two pixels that touch.")
      .param("ignore_labels", &GenerateEdge::ignore_labels, Range{0, 2147483647}, Unit::label,
             "Labels beside which there is no line.")
      .param("mask", &GenerateEdge::mask, "The mask; default: every label mask.")
      .types({DType::uint8, DType::uint16, DType::int32})
      .channels({1})
      .shape(shape_of)
      .mask_kind(kind_of)
      .example(R"({"op": "generate_edge", "width_px": 4})")
      .also_known_as({"GenerateEdge", "LabelToContourd"})
      .labels(generate_edge);
}

}  // namespace augshard

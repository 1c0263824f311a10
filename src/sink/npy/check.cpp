#include "sink/check.h"

#include <algorithm>
#include <string>

#include "sink/npy/column.h"
#include "sink/npy/npy_sink.h"
#include "sink/values.h"

namespace augshard {
namespace {

void check_shape(const OutputSpec& spec, const Dataset& dataset, Diagnostics& found) {
  if (dataset.fields.empty()) return;
  const Field& image = dataset.fields.front();
  if (!image.size && image.split_sizes.empty()) {
    found.push_back(output_error(spec, "", "npy needs one size for all examples of a split, but the sizes vary",
                                 "end the ops with resize, letterbox, center_crop or random_crop"));
  }
  if (!image.channels) {
    found.push_back(output_error(spec, "", "npy needs one number of channels, but the images have several",
                                 R"(set "color": "rgb" or "gray", or "alpha": "drop", in targets.image)"));
  }
  for (std::size_t i = 1; i < dataset.fields.size(); ++i) {
    if (dataset.fields[i].channels) continue;
    found.push_back(output_error(
        spec, "",
        "npy needs one number of channels, but only some of the masks \"" + dataset.fields[i].name + "\" are stacked",
        R"(stack those of every split, without p, or choose "mask": "winner" in mixup)"));
  }
}

bool ids_fit(const Field& field, DType to) {
  const auto ids = declared_ids(field);
  return ids && std::all_of(ids->begin(), ids->end(), [&](std::int64_t id) { return holds(to, id); });
}

void check_dtype(const OutputSpec& spec, const Field& field, const PixelColumn& column, Diagnostics& found) {
  if (column.one_hot || holds_all(column.dtype, field.dtype)) return;
  const bool has_ids = !field.is_image && field.mask_kind != MaskKind::heatmap && is_integer(field.dtype);
  if (has_ids && ids_fit(field, column.dtype)) return;
  const std::string types = std::string(name_of(field.dtype)) + " to " + std::string(name_of(column.dtype));
  const std::string mend_ids = "choose a wider dtype, or declare classes that fit in targets." + field.name;
  const std::string mend_values =
      "values are not scaled here: choose a wider dtype, or change the pixels with a cast op before";
  found.push_back(output_error(spec, "/fields/" + field.name + "/dtype",
                               "casting \"" + field.name + "\" from " + types + " would lose values",
                               has_ids ? mend_ids : mend_values));
}

void check_one_hot(const OutputSpec& spec, const Field& field, const PixelColumn& column, Diagnostics& found) {
  if (!column.one_hot) return;
  const std::string place = "/fields/" + field.name + "/one_hot";
  if (field.is_image || field.mask_kind != MaskKind::label) {
    found.push_back(
        output_error(spec, place, "one_hot is for label masks, and \"" + field.name + "\" is none", "remove one_hot"));
    return;
  }
  if (field.channels != 1) {
    found.push_back(output_error(spec, place,
                                 "one_hot takes masks of one id a pixel, and \"" + field.name + "\" is stacked",
                                 R"(remove one_hot, or choose "mask": "winner" in mixup)"));
    return;
  }
  if (*column.one_hot < 1) {
    found.push_back(output_error(spec, place, "one_hot must be at least 1", "give the number of classes"));
    return;
  }
  if (field.classes.empty() || field.classes.rbegin()->first < *column.one_hot) return;
  const std::string highest = std::to_string(field.classes.rbegin()->first);
  found.push_back(output_error(
      spec, place, "one_hot " + std::to_string(*column.one_hot) + " has no channel for the class id " + highest,
      "set it to at least " + std::to_string(field.classes.rbegin()->first + 1) +
          ", or bring the ids into range with remap_labels"));
}

}  // namespace

Diagnostics check_npy(const OutputSpec& spec, const Dataset& dataset) {
  Diagnostics found = check_attributes(spec, dataset);
  check_shape(spec, dataset, found);
  for (const auto& field : dataset.fields) {
    const PixelColumn column = column_of(spec, field);
    check_dtype(spec, field, column, found);
    check_one_hot(spec, field, column, found);
  }
  return found;
}

std::uint64_t estimated_npy_bytes(const OutputSpec& spec, const Field& field, Size size) {
  const PixelColumn column = column_of(spec, field);
  const int usual = field.channels.value_or(field.is_image ? 3 : 1);
  return static_cast<std::uint64_t>(size.height) * static_cast<std::uint64_t>(size.width) *
         static_cast<std::uint64_t>(column.one_hot.value_or(usual)) * size_of(column.dtype);
}

}  // namespace augshard

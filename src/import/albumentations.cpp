#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "import/compositions.h"
#include "import/libraries.h"
#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

// OpenCV's numbers, which are what a file holds.
ValueRule interpolation() {
  return words({{"0", "\"nearest\""}, {"1", "null"}, {"2", "\"cubic\""}, {"3", "\"area\""}, {"4", "\"lanczos4\""}});
}

// `outside` is the border that the op has of itself here.
ValueRule border(int outside) {
  std::vector<std::pair<std::string, std::string>> table{
      {"0", "\"constant\""}, {"1", "\"replicate\""}, {"2", "\"reflect\""}, {"3", "\"wrap\""}, {"4", "\"reflect101\""}};
  table[static_cast<std::size_t>(outside)].second = "null";
  return words(table);
}

const std::string kFill = "fill|value|cval|fill_value";
const std::string kMaskFill = "fill_mask|mask_value|cval_mask|mask_fill_value";

// Parameters that many transforms share.
Parameters sampling() {
  return {{"interpolation", "1", "interpolation", interpolation()}, {"mask_interpolation", "0", "", only("0")}};
}
Parameters filled() { return {{kFill, "0", "fill", color_255()}, {kMaskFill, "0", "mask_fill", label()}}; }
Parameters warp() {
  return sampling() + Parameters{{"border_mode|mode|pad_mode", "0", "border", border(4)}} + filled();
}
Parameters padding() { return Parameters{{"border_mode|pad_mode", "0", "border", border(0)}} + filled(); }
Parameters scaling() { return sampling() + Parameters{{"area_for_downscale", "null", "", ignored()}}; }
Parameters dropout() { return {{kFill, "0", "fill", color_255()}, {kMaskFill, "null", "mask_fill", label()}}; }
Parameters boxes_by_outline() { return {{"rotate_method", "\"largest_box\"", "", only("\"largest_box\"")}}; }
Parameters keypoints_by() { return {{"keypoint_remapping_method", "\"mask\"", "", ignored()}}; }

// Both ends are kept in pixels or, as real numbers, in fractions of the side.
ValueRule fractions() {
  return [](const json& value) -> std::optional<json> {
    const bool whole =
        value.is_number_integer() || (value.is_array() && std::any_of(value.begin(), value.end(), [](const json& item) {
                                        return item.is_number_integer() && item != 0;
                                      }));
    return whole ? std::nullopt : range()(value);
  };
}

// Variance of 0..255 values.
ValueRule deviation_of_variance() {
  return [](const json& value) -> std::optional<json> {
    const auto ends = ends_of(value);
    if (value.is_null()) return nullptr;
    if (!ends || ends->first < 0) return std::nullopt;
    return range_json(std::sqrt(ends->first) / 255, std::sqrt(ends->second) / 255);
  };
}

// Two whole numbers under two names.
OpsJson set_pair(Transform& t, const char* there, const char* first, const char* second) {
  const json& pair = t.value(there);
  if (!pair.is_array() || pair.size() != 2) return t.lose_all("'" + std::string(there) + "' is a pair");
  t.op[first] = pair[0];
  t.op[second] = pair[1];
  return {t.op};
}

ValueRule unset_or(ValueRule rule) {
  return [rule = std::move(rule)](const json& value) {
    return value.is_null() ? std::optional<json>(nullptr) : rule(value);
  };
}

// [0.9, 1.1] is 0.1 to either side of 1.
ValueRule share_around_one() {
  return [](const json& value) -> std::optional<json> {
    const auto ends = ends_of(value);
    if (!ends) return std::nullopt;
    return tidy(std::max(1 - ends->first, ends->second - 1));
  };
}

OpsJson flip(Transform& t) {
  // One of three: top and bottom, left and right, both.
  const OpJson turn{{"op", "rotate90"}, {"times", 2}};
  t.op = OpJson{{"op", "one_of"}, {"ops", {"vertical_flip", "horizontal_flip", turn}}};
  return {t.op};
}

// x and y of a parameter that is {"x": ..., "y": ...} or serves both.
std::pair<json, json> both_axes(const json& value) {
  if (value.is_object()) return {value.value("x", json()), value.value("y", json())};
  return {value, value};
}

bool is_zero(const json& value) { return value.is_null() || ends_of(value) == std::pair(0.0, 0.0); }

// A range, unless it is zero; `sign` turns it round.
ValueRule unless_zero(double sign = 1) {
  return [=](const json& value) {
    return is_zero(value) ? std::optional<json>(nullptr) : then(range(), scaled(sign))(value);
  };
}

ValueRule zero_if_null() {
  return [](const json& value) { return range()(value.is_null() ? json(0) : value); };
}

void set_scale(Transform& t, OpJson& op) {
  const auto [x, y] = both_axes(t.value("scale"));
  t.set(op, "scale", "scale", range(), x);
  // One range for both still draws two factors there.
  const bool tied =
      t.value("keep_ratio") == true || (ends_of(x) == ends_of(y) && x.is_array() && x.size() == 2 && x[0] == x[1]);
  if (!tied) t.set(op, "scale_y", "scale", range(), y);
}

void set_shift(Transform& t, OpJson& op) {
  const bool in_px = t.value("translate_percent").is_null();
  const char* there = in_px ? "translate_px" : "translate_percent";
  const auto [x, y] = both_axes(t.value(there));
  if (is_zero(x) && is_zero(y)) return;
  t.set(op, in_px ? "translate_px" : "translate_frac", there, zero_if_null(), x);
  if (x != y) t.set(op, in_px ? "translate_y_px" : "translate_y_frac", there, zero_if_null(), y);
}

// There: scale, rotate, shear by the negative angle, shift; here the shear comes before the rotation. Two ops keep the
// order, and make one map.
OpsJson affine(Transform& t) {
  OpJson turned = t.op;
  set_scale(t, turned);
  t.set(turned, "angle_deg", "rotate", unless_zero(), t.value("rotate"));
  OpJson sheared = turned.contains("angle_deg") ? t.op : turned;
  const auto [x, y] = both_axes(t.value("shear"));
  const bool shears = !is_zero(x) || !is_zero(y);
  t.set(sheared, "shear_x_deg", "shear", unless_zero(-1), x);
  t.set(sheared, "shear_y_deg", "shear", unless_zero(-1), y);
  if (!turned.contains("angle_deg") || !shears) {
    OpJson one = shears ? sheared : turned;
    set_shift(t, one);
    return {one};
  }
  set_shift(t, sheared);
  if (sheared.erase("canvas") > 0) t.differs("the frame is fitted before the shear here, after it there");
  return {turned, sheared};
}

OpsJson shift_scale_rotate(Transform& t) {
  const json& shift = t.value("shift_limit");
  const json& x = t.value("shift_limit_x").is_null() ? shift : t.value("shift_limit_x");
  const json& y = t.value("shift_limit_y").is_null() ? shift : t.value("shift_limit_y");
  t.set(t.op, "translate_frac", "shift_limit_x", around_zero(), x);
  if (x != y) t.set(t.op, "translate_y_frac", "shift_limit_y", around_zero(), y);
  return {t.op};
}

// Areas are averaged only where the file says so: elsewhere resizing takes the four neighbours.
OpsJson resize(Transform& t) {
  if (t.value("interpolation") != 3 && t.value("area_for_downscale").is_null()) t.op["antialias"] = false;
  return {t.op};
}

OpsJson max_size(Transform& t) {
  const json& size = t.value("max_size");
  if (size.empty()) return t.lose_all("'max_size' must be given; sizes by side (max_size_hw) have no counterpart");
  return one_of_values(t.op, "size", size.is_array() ? size : json::array({size}));
}

OpsJson random_resized_crop(Transform& t) {
  const json& size = t.value("size");
  const bool pair = size.is_array() && size.size() == 2;
  t.op["height"] = pair ? size[0] : t.value("height");
  t.op["width"] = pair ? size[1] : t.value("width");
  return {t.op};
}

OpsJson crop(Transform& t) {
  const auto number = [&](const char* name) { return t.value(name).is_number() ? t.value(name).get<double>() : 0.0; };
  t.op["x"] = tidy(number("x_min"));
  t.op["y"] = tidy(number("y_min"));
  t.op["width"] = tidy(number("x_max") - number("x_min"));
  t.op["height"] = tidy(number("y_max") - number("y_min"));
  return {t.op};
}

// A number, [x, y] or [left, top, right, bottom].
OpsJson pad(Transform& t) {
  json sides = t.value("padding");
  if (sides.is_number()) sides = json::array({sides, sides});
  if (sides.is_array() && sides.size() == 2) sides = json::array({sides[0], sides[1], sides[0], sides[1]});
  if (!sides.is_array() || sides.size() != 4) return t.lose_all("'padding' is a number, two or four");
  const char* names[] = {"left_px", "top_px", "right_px", "bottom_px"};
  for (std::size_t i = 0; i < 4; ++i) t.op[names[i]] = sides[i];
  return {t.op};
}

OpsJson pad_if_needed(Transform& t) {
  const json& rows = t.value("pad_height_divisor");
  const json& columns = t.value("pad_width_divisor");
  if (!rows.is_null()) t.op["divisor"] = rows;
  if (rows != columns) t.lose("pad_width_divisor", "height and width have one divisor here");
  return {t.op};
}

// A number fills, a word stands for noise.
OpsJson erasing(Transform& t) {
  const json& fill = t.value("fill");
  if (fill == "random" || fill == "random_uniform") return {t.op};
  t.op["fill"] = "value";
  t.set("value", "fill", color_255());
  return {t.op};
}

OpsJson grid_dropout(Transform& t) {
  if (t.value("unit_size_range").is_null())
    return t.lose_all("'unit_size_range' is not set, so holes depend on the image's size");
  return {t.op};
}

OpsJson rgb_shift(Transform& t) {
  const json& red = t.value("r_shift_limit");
  for (const char* other : {"g_shift_limit", "b_shift_limit"}) {
    if (t.value(other) != red) t.lose(other, "all channels have one range here");
  }
  return {t.op};
}

// Without a sigma there, OpenCV makes it of the side of the kernel.
OpsJson gaussian_blur(Transform& t) {
  const auto sigma = ends_of(t.value("sigma_limit"));
  const auto side = ends_of(t.value("blur_limit"));
  if (!sigma || !side) return t.lose_all("its limits are ranges");
  const auto sigma_of = [](double k) { return k == 0 ? 0.0 : 0.3 * ((k - 1) * 0.5 - 1) + 0.8; };
  const bool from_side = sigma->second == 0;
  t.op["sigma"] =
      from_side ? range_json(sigma_of(side->first), sigma_of(side->second)) : range_json(sigma->first, sigma->second);
  if (!from_side && side->second != 0) t.differs("the size of the kernel follows from sigma here");
  return {t.op};
}

// Mean and deviation stand for values that were divided by max_pixel_value.
OpsJson normalize(Transform& t) {
  if (t.value("normalization") == "min_max") {
    return {{{"op", "rescale"}, {"in", "percentile"}, {"percentiles", {0, 100}}, {"out", {0, 1}}}};
  }
  if (t.value("normalization") == "standard") {
    t.op["mean"] = t.value("mean");
    t.op["std"] = t.value("std");
  }
  return {t.op};
}

OpsJson to_float(Transform& t) {
  const json& most = t.value("max_value");
  if (most.is_null() || most == 255 || most == 65535 || most == 1) return {t.op};
  return {{{"op", "rescale"}, {"in", {0, most}}, {"out", {0, 1}}, {"clip", false}}};
}

constexpr const char* kAntialias = "an image that shrinks is averaged over areas here";

Table make_table() {
  const ValueRule odd_side = range();
  return {
      // Geometry
      {"HorizontalFlip", "horizontal_flip", 0.5},
      {"VerticalFlip", "vertical_flip", 0.5},
      {"Flip", "", 0.5, {}, flip},
      {"Transpose", "transpose", 0.5},
      {"RandomRotate90", "rotate90", 1, {{"", "[0, 3]", "times", range()}}},
      {"D4", "d4", 1, {{"group_element", "null", "", only("null")}}},
      {"SquareSymmetry", "d4", 1},
      {"Rotate", "rotate", 0.5,
       Parameters{{"limit", "90", "angle_deg", around_zero()},
                  {"crop_border", "false", "canvas", words({{"false", "null"}, {"true", "\"crop_valid\""}})}} +
           boxes_by_outline() + warp()},
      {"SafeRotate", "rotate", 0.5,
       Parameters{{"limit", "90", "angle_deg", around_zero()},
                  {"", "\"fit\"", "canvas", same()},
                  // The rest is written by the class it is made of, and follows from `limit`.
                  {"rotate", "0", "", ignored()},
                  {"scale", "1", "", ignored()},
                  {"shear", "0", "", ignored()},
                  {"translate_px", "0", "", ignored()},
                  {"translate_percent", "null", "", ignored()},
                  {"fit_output", "true", "", ignored()},
                  {"keep_ratio", "false", "", ignored()},
                  {"balanced_scale", "false", "", ignored()}} +
           boxes_by_outline() + warp(),
       nullptr, "the picture keeps its aspect ratio here, and is stretched to the frame there"},
      {"Affine", "affine", 0.5,
       Parameters{{"scale", "1", "", by_hand()},
                  {"keep_ratio", "false", "", by_hand()},
                  {"rotate", "0", "", by_hand()},
                  {"shear", "0", "", by_hand()},
                  {"translate_percent", "null", "", by_hand()},
                  {"translate_px", "0", "", by_hand()},
                  {"fit_output", "false", "canvas", words({{"false", "null"}, {"true", "\"fit\""}})},
                  {"balanced_scale", "false", "balanced_scale", words({{"false", "null"}, {"true", "true"}})}} +
           boxes_by_outline() + warp(),
       affine},
      {"ShiftScaleRotate", "affine", 0.5,
       Parameters{{"shift_limit", "0.0625", "", by_hand()},
                  {"shift_limit_x", "null", "", by_hand()},
                  {"shift_limit_y", "null", "", by_hand()},
                  {"scale_limit", "0.1", "scale", then(around_zero(), scaled(1, 1))},
                  {"rotate_limit", "45", "angle_deg", around_zero()}} +
           boxes_by_outline() + warp(),
       shift_scale_rotate, "x and y are scaled by one factor here, by two in Albumentations 2"},
      {"Perspective", "perspective", 0.5,
       Parameters{{"scale", "[0.05, 0.1]", "corner_frac", from_zero()},
                  {"keep_size", "true", "", only("true")},
                  {"fit_output", "false", "canvas", words({{"false", "null"}, {"true", "\"fit\""}})}} +
           warp(),
       nullptr, "corners move by a share drawn uniformly from 'scale' here, by one of a normal distribution there"},
      {"ElasticTransform", "elastic_transform", 0.5,
       Parameters{
           {"alpha", "1", "alpha_px", range()},
           {"sigma", "50", "sigma_px", range()},
           {"alpha_affine", "null", "", words({{"null", "null"}, {"0", "null"}})},
           {"approximate", "false", "", ignored()},
           {"same_dxdy", "false", "same_dxdy", words({{"false", "null"}, {"true", "true"}})},
           {"noise_distribution", "\"gaussian\"", "", words({{"\"gaussian\"", "null"}, {"\"uniform\"", "null"}})}} +
           keypoints_by() + warp(),
       [](Transform& t) -> OpsJson {
         // Noise of deviation 1 there, of 1/sqrt(3) here and where it is uniform.
         if (t.value("noise_distribution") == "gaussian")
           t.set("alpha_px", "alpha", then(range(), scaled(std::sqrt(3.0))));
         return {t.op};
       }},
      {"GridDistortion", "grid_distortion", 0.5,
       Parameters{{"num_steps", "5", "steps", same()},
                  {"distort_limit", "0.3", "limit_frac", around_zero()},
                  {"normalized", "true", "", ignored()}} +
           keypoints_by() + warp(),
       nullptr, "each line of the grid moves by itself here, while there shifts of cells add up"},
      {"OpticalDistortion", "optical_distortion", 0.5,
       Parameters{{"distort_limit", "0.05", "distortion", around_zero()},
                  {"shift_limit", "0", "", ignored()},
                  {"mode", "\"camera\"", "model", words({{"\"camera\"", "null"}, {"\"fisheye\"", "\"fisheye\""}})}} +
           keypoints_by() + warp()},
      {"RandomGridShuffle",
       "grid_shuffle",
       0.5,
       {{"grid", "[3, 3]", "", by_hand()}},
       [](Transform& t) { return set_pair(t, "grid", "rows", "columns"); }},

      // Sizes
      {"Resize", "resize", 1, Parameters{{"height", "", "height", same()}, {"width", "", "width", same()}} + scaling(),
       resize, "", R"({"height": 64, "width": 96})"},
      {"LongestMaxSize", "longest_max_size", 1,
       Parameters{{"max_size", "1024", "", by_hand()}, {"max_size_hw", "null", "", only("null")}} + scaling(), max_size,
       kAntialias},
      {"SmallestMaxSize", "smallest_max_size", 1,
       Parameters{{"max_size", "1024", "", by_hand()}, {"max_size_hw", "null", "", only("null")}} + scaling(), max_size,
       kAntialias},
      {"RandomScale", "random_scale", 0.5,
       Parameters{{"scale_limit", "0.1", "scale", then(around_zero(), scaled(1, 1))}} + scaling(), nullptr, kAntialias},
      {"RandomResizedCrop", "random_resized_crop", 1,
       Parameters{{"size", "null", "", by_hand()},
                  {"height", "null", "", by_hand()},
                  {"width", "null", "", by_hand()},
                  {"scale", "[0.08, 1]", "scale", range()},
                  {"ratio", "[0.75, 1.3333333333]", "ratio", loguniform()}} +
           scaling(),
       random_resized_crop, kAntialias, R"({"size": [64, 96]})"},
      {"CenterCrop", "center_crop", 1,
       Parameters{{"height", "", "height", same()},
                  {"width", "", "width", same()},
                  {"pad_if_needed", "false", "if_smaller", words({{"false", "\"error\""}, {"true", "\"pad\""}})},
                  {"pad_position", "\"center\"", "", only("\"center\"")}} +
           padding(),
       nullptr, "", R"({"height": 64, "width": 96})"},
      {"RandomCrop", "random_crop", 1,
       Parameters{{"height", "", "height", same()},
                  {"width", "", "width", same()},
                  {"pad_if_needed", "false", "if_smaller", words({{"false", "\"error\""}, {"true", "\"pad\""}})},
                  {"pad_position", "\"center\"", "", only("\"center\"")}} +
           padding(),
       nullptr, "", R"({"height": 64, "width": 96})"},
      {"Crop", "crop", 1,
       Parameters{{"x_min", "0", "", by_hand()},
                  {"y_min", "0", "", by_hand()},
                  {"x_max", "1024", "", by_hand()},
                  {"y_max", "1024", "", by_hand()},
                  {"pad_if_needed", "false", "", only("false")},
                  {"pad_position", "\"center\"", "", ignored()},
                  {"border_mode|pad_mode", "0", "", ignored()},
                  {kFill, "0", "", ignored()},
                  {kMaskFill, "0", "", ignored()}},
       crop},
      {"Pad", "pad", 1, Parameters{{"padding", "0", "", by_hand()}} + padding(), pad},
      {"PadIfNeeded", "pad_if_needed", 1,
       Parameters{{"min_height", "1024", "min_height", same()},
                  {"min_width", "1024", "min_width", same()},
                  {"pad_height_divisor", "null", "", by_hand()},
                  {"pad_width_divisor", "null", "", by_hand()},
                  {"padding", "0", "", only("0")},
                  {"position", "\"center\"", "position",
                   words({{"\"center\"", "null"}, {"\"random\"", "\"random\""}, {"\"top_left\"", "\"top_left\""}})}} +
           padding(),
       pad_if_needed},
      {"CropNonEmptyMaskIfExists",
       "random_foreground_crop",
       1,
       {{"height", "", "height", same()},
        {"width", "", "width", same()},
        {"ignore_channels", "null", "", only("null")},
        {"ignore_values", "null", "", by_hand()}},
       [](Transform& t) -> OpsJson {
         // Every label but 0 is foreground there, even one that masks use for pixels to ignore.
         t.op["ignore_labels"] = {0};
         if (t.value("ignore_values").is_array())
           for (const json& value : t.value("ignore_values")) t.op["ignore_labels"].push_back(OpJson(value));
         return {t.op};
       },
       "",
       R"({"height": 64, "width": 96, "ignore_values": [255]})"},
      {"RandomSizedCrop", "random_sized_crop", 1,
       Parameters{{"min_max_height", "", "window_height", range()},
                  {"size", "null", "", by_hand()},
                  {"height", "null", "", by_hand()},
                  {"width", "null", "", by_hand()},
                  {"w2h_ratio", "1", "ratio", same()}} +
           scaling(),
       random_resized_crop, kAntialias, R"({"min_max_height": [48, 96], "size": [64, 64]})"},
      {"RandomCropFromBorders",
       "random_crop_from_borders",
       1,
       {{"crop_left", "0.1", "left_frac", from_zero()},
        {"crop_right", "0.1", "right_frac", from_zero()},
        {"crop_top", "0.1", "top_frac", from_zero()},
        {"crop_bottom", "0.1", "bottom_frac", from_zero()}}},
      {"BBoxSafeRandomCrop", "bbox_safe_random_crop", 1, {{"erosion_rate", "0", "", only("0")}}},
      {"RandomSizedBBoxSafeCrop", "random_sized_bbox_safe_crop", 1,
       Parameters{
           {"height", "", "height", same()}, {"width", "", "width", same()}, {"erosion_rate", "0", "", only("0")}} +
           scaling(),
       nullptr, kAntialias, R"({"height": 64, "width": 96})"},
      {"AtLeastOneBBoxRandomCrop",
       "at_least_one_bbox_random_crop",
       1,
       {{"height", "", "height", same()}, {"width", "", "width", same()}, {"erosion_factor", "0", "", only("0")}},
       nullptr,
       "",
       R"({"height": 64, "width": 96})"},
      {"CropAndPad", "crop_and_pad", 1,
       Parameters{{"px", "null", "side_px", unset_or(range())},
                  {"percent", "null", "side_frac", unset_or(range())},
                  {"keep_size", "true", "keep_size", same()},
                  {"sample_independently", "true", "", only("true")}} +
           sampling() + padding(),
       nullptr, "", R"({"percent": [-0.1, 0.2]})"},

      // Holes
      {"CoarseDropout", "coarse_dropout", 0.5,
       Parameters{{"num_holes_range", "[1, 2]", "holes", range()},
                  {"hole_height_range", "[0.1, 0.2]", "height_frac", fractions()},
                  {"hole_width_range", "[0.1, 0.2]", "width_frac", fractions()}} +
           dropout()},
      {"Erasing", "random_erasing", 0.5,
       Parameters{{"scale", "[0.02, 0.33]", "area_frac", range()},
                  {"ratio", "[0.3, 3.3]", "ratio", range()},
                  {"fill", "0", "", by_hand()},
                  {"fill_mask", "null", "mask_fill", label()}},
       erasing},
      {"GridDropout", "grid_dropout", 0.5,
       Parameters{{"unit_size_range", "null", "unit_px", range()},
                  {"ratio", "0.5", "ratio", range()},
                  {"holes_number_xy", "null", "", ignored()},
                  {"random_offset", "true", "", only("true")},
                  {"shift_xy", "[0, 0]", "", ignored()}} +
           dropout(),
       grid_dropout, "", R"({"unit_size_range": [32, 64]})"},
      {"PixelDropout",
       "pixel_dropout",
       0.5,
       {{"dropout_prob", "0.01", "drop_frac", same()},
        {"per_channel", "false", "", only("false")},
        {"drop_value", "0", "fill", color_255()},
        {"mask_drop_value", "null", "mask_fill", label()}}},
      {"MaskDropout",
       "mask_dropout",
       0.5,
       {{"max_objects", "[1, 1]", "objects", range()},
        {"fill|image_fill_value", "0", "fill", color_255()},
        {"fill_mask|mask_fill_value", "0", "mask_fill", label()}}},
      {"ConstrainedCoarseDropout", "constrained_coarse_dropout", 0.5,
       Parameters{{"num_holes_range", "[1, 1]", "holes", range()},
                  {"hole_height_range", "[0.1, 0.1]", "height_frac", fractions()},
                  {"hole_width_range", "[0.1, 0.1]", "width_frac", fractions()},
                  {"mask_indices", "null", "labels", same()},
                  {"bbox_labels", "null", "", by_hand()}} +
           dropout(),
       [](Transform& t) -> OpsJson {
         if (!t.value("bbox_labels").is_null()) t.op["within"] = "boxes";
         if (!t.value("bbox_labels").is_null()) t.set("labels", "bbox_labels", same());
         return {t.op};
       }},

      // Colour
      {"RandomBrightnessContrast",
       "brightness_contrast",
       0.5,
       {{"brightness_limit", "0.2", "brightness", around_zero()},
        {"contrast_limit", "0.2", "contrast", around_zero()},
        {"", "\"black\"", "contrast_about", same()},
        {"brightness_by_max", "true", "", only("true")},
        {"ensure_safe_range", "false", "", only("false")}}},
      {"ColorJitter",
       "color_jitter",
       0.5,
       {{"brightness", "0.2", "brightness", around_one()},
        {"contrast", "0.2", "contrast", around_one()},
        {"saturation", "0.2", "saturation", around_one()},
        {"hue", "0.5", "hue", around_zero()}}},
      {"HueSaturationValue",
       "hue_saturation_value",
       0.5,
       {{"hue_shift_limit", "20", "hue_deg", then(around_zero(), scaled(2))},
        {"sat_shift_limit", "30", "saturation", then(around_zero(), scaled(1.0 / 255))},
        {"val_shift_limit", "20", "value", then(around_zero(), scaled(1.0 / 255))}}},
      {"RandomGamma",
       "gamma",
       0.5,
       {{"gamma_limit", "[80, 120]", "gamma", then(range(), scaled(0.01))}, {"eps", "null", "", ignored()}}},
      {"ToGray",
       "to_gray",
       0.5,
       {{"num_output_channels", "3", "keep_channels", words({{"3", "null"}, {"1", "false"}})},
        {"method", "\"weighted_average\"", "", only("\"weighted_average\"")}}},
      {"InvertImg", "invert", 0.5},
      {"Posterize", "posterize", 0.5, {{"num_bits", "4", "bits", range()}}},
      {"Solarize",
       "solarize",
       0.5,
       {{"threshold_range", "[0.5, 0.5]", "threshold", range()}, {"threshold", "null", "threshold", scaled(1.0 / 255)}},
       [](Transform& t) -> OpsJson {
         const auto old = ends_of(t.value("threshold"));
         if (old) t.op["threshold"] = range_json(old->first / 255, old->second / 255);
         return {t.op};
       }},
      {"Equalize",
       "equalize",
       0.5,
       // What it calls "pil" lies nearer to OpenCV's formula than to Pillow's: both are "cv" here.
       {{"mode", "\"cv\"", "method", words({{"\"cv\"", "null"}, {"\"pil\"", "null"}})},
        {"by_channels", "true", "", only("true")},
        {"mask", "null", "", only("null")},
        {"mask_params", "[]", "", ignored()}}},
      {"AutoContrast",
       "auto_contrast",
       0.5,
       {{"cutoff", "0", "cutoff", same()}, {"ignore", "null", "", only("null")}, {"method", "\"cdf\"", "", by_hand()}},
       [](Transform& t) -> OpsJson {
         if (t.value("method") == "cdf") t.differs("stretches linearly here, as 'method': \"pil\" does there");
         return {t.op};
       }},
      {"CLAHE",
       "clahe",
       0.5,
       {{"clip_limit", "[1, 4]", "clip_limit", range()}, {"tile_grid_size", "[8, 8]", "tiles", same()}}},
      {"ChannelShuffle", "channel_shuffle", 0.5},
      {"ChannelDropout",
       "channel_dropout",
       0.5,
       {{"channel_drop_range", "[1, 1]", "channels", range()}, {"fill|fill_value", "0", "fill", color_255()}}},
      {"RGBShift",
       "channel_shift",
       0.5,
       {{"r_shift_limit", "20", "shift", then(around_zero(), scaled(1.0 / 255))},
        {"g_shift_limit", "20", "", by_hand()},
        {"b_shift_limit", "20", "", by_hand()},
        {"approximation", "1", "", ignored()},
        {"noise_params", "null", "", ignored()},
        {"noise_type", "null", "", ignored()},
        {"spatial_mode", "null", "", ignored()}},
       rgb_shift},
      {"ToSepia", "sepia", 0.5},
      {"RandomToneCurve",
       "tone_curve",
       0.5,
       {{"scale", "0.1", "", by_hand()}, {"per_channel", "false", "per_channel", same()}},
       [](Transform& t) -> OpsJson {
         t.op["shadows"] = OpJson{{"normal", {0.25, t.value("scale")}}};
         t.op["highlights"] = OpJson{{"normal", {0.75, t.value("scale")}}};
         return {t.op};
       }},
      {"PlanckianJitter",
       "planckian_jitter",
       0.5,
       {{"mode", "\"blackbody\"", "illuminant",
         words({{"\"blackbody\"", "\"blackbody\""}, {"\"cied\"", "\"daylight\""}})},
        {"temperature_limit", "[3000, 15000]", "temperature_k", range()},
        {"sampling_method", "\"uniform\"", "", only("\"uniform\"")}}},
      {"FancyPCA",
       "fancy_pca",
       0.5,
       {{"alpha", "0.1", "", by_hand()}},
       [](Transform& t) -> OpsJson {
         t.op["alpha"] = OpJson{{"normal", {0, t.value("alpha")}}};
         return {t.op};
       },
       "colours move by their deviations along the axes here, by multiples of their distance from the mean there"},
      {"Illumination",
       "illumination",
       0.5,
       {{"mode", "\"linear\"", "mode", same()},
        {"intensity_range", "[0.01, 0.2]", "", by_hand()},
        {"effect_type", "\"both\"", "", by_hand()},
        {"angle_range", "[0, 360]", "angle_deg", then(range(), scaled(-1))},
        {"center_range", "[0.1, 0.9]", "center_x_frac", range()},
        {"center_range", "[0.1, 0.9]", "center_y_frac", range()},
        {"sigma_range", "[0.2, 1]", "sigma_frac", range()}},
       [](Transform& t) -> OpsJson {
         const auto ends = ends_of(t.value("intensity_range"));
         if (!ends) return t.lose_all("'intensity_range' is a pair");
         const json& effect = t.value("effect_type");
         if (effect == "both") return either_sign(t.op, "strength", ends->first, ends->second);
         t.op["strength"] =
             effect == "darken" ? range_json(-ends->second, -ends->first) : range_json(ends->first, ends->second);
         return {t.op};
       }},

      // Blur and noise
      {"Blur", "box_blur", 0.5, {{"blur_limit", "[3, 7]", "ksize", odd_side}}},
      {"MedianBlur", "median_blur", 0.5, {{"blur_limit", "[3, 7]", "ksize", odd_side}}},
      {"MotionBlur",
       "motion_blur",
       0.5,
       {{"blur_limit", "[3, 7]", "ksize", odd_side},
        {"angle_range", "[0, 360]", "angle_deg", range()},
        {"allow_shifted", "true", "", ignored()},
        {"direction_range", "[-1, 1]", "", ignored()}},
       nullptr,
       "the line is centred and evenly weighted here, shifted and weighted by a drawn direction there"},
      {"GaussianBlur",
       "gaussian_blur",
       0.5,
       {{"sigma_limit", "[0.5, 3]", "", by_hand()}, {"blur_limit", "[0, 0]", "", by_hand()}},
       gaussian_blur},
      {"Sharpen",
       "sharpen",
       0.5,
       {{"alpha", "[0.2, 0.5]", "alpha", range()},
        {"lightness", "[1, 1]", "", by_hand()},
        {"method", "\"kernel\"", "", only("\"kernel\"")},
        {"kernel_size", "5", "", ignored()},
        {"sigma", "1", "", ignored()}},
       [](Transform& t) -> OpsJson {
         if (ends_of(t.value("lightness")) != std::pair(1.0, 1.0)) {
           t.differs("the lightness of the image stays here ('lightness' 1)");
         }
         return {t.op};
       }},
      {"GaussNoise",
       "gaussian_noise",
       0.5,
       {{"std_range", "[0.2, 0.44]", "std", range()},
        {"var_limit", "null", "std", deviation_of_variance()},
        {"mean_range", "[0, 0]", "", only("[0, 0]")},
        {"mean", "0", "", only("0")},
        {"per_channel", "true", "per_channel", words({{"true", "null"}, {"false", "false"}})},
        {"noise_scale_factor", "1", "", only("1")}}},
      {"SaltAndPepper",
       "salt_and_pepper",
       0.5,
       {{"amount", "[0.01, 0.06]", "amount", range()}, {"salt_vs_pepper", "[0.4, 0.6]", "salt", range()}}},
      {"ImageCompression",
       "image_compression",
       0.5,
       {{"quality_range", "[99, 100]", "quality", range()},
        {"compression_type", "\"jpeg\"", "", words({{"\"jpeg\"", "null"}, {"0", "null"}})}}},
      {"JpegCompression", "image_compression", 0.5, {{"quality_range", "[99, 100]", "quality", range()}}},
      {"Downscale",
       "downscale",
       0.5,
       {{"scale_range", "[0.25, 0.25]", "scale", range()}, {"interpolation_pair|interpolation", "null", "", ignored()}},
       nullptr,
       "the small image is made of means of areas and enlarged linearly here"},
      {"UnsharpMask",
       "unsharp_mask",
       0.5,
       {{"sigma_limit", "[0, 0]", "", by_hand()},
        {"blur_limit", "[3, 7]", "", by_hand()},
        {"alpha", "[0.2, 0.5]", "alpha", range()},
        {"threshold", "10", "threshold", scaled(1.0 / 255)}},
       gaussian_blur},
      {"Emboss",
       "emboss",
       0.5,
       {{"alpha", "[0.2, 0.5]", "alpha", range()}, {"strength", "[0.2, 0.7]", "strength", range()}}},
      {"Defocus",
       "defocus",
       0.5,
       {{"radius", "[3, 10]", "radius_px", range()}, {"alias_blur", "[0.1, 0.5]", "", ignored()}},
       nullptr,
       "the edge of the disc is anti-aliased here, blurred by 'alias_blur' there"},
      {"ZoomBlur",
       "zoom_blur",
       0.5,
       {{"max_factor", "[1, 1.31]", "zoom", range()}, {"step_factor", "[0.01, 0.03]", "", ignored()}},
       nullptr,
       "steps are fine enough to show none here, of 'step_factor' there"},
      {"GlassBlur",
       "glass_blur",
       0.5,
       {{"max_delta", "4", "delta_px", same()},
        {"sigma", "0.7", "sigma", same()},
        {"iterations", "2", "", ignored()},
        {"mode", "\"fast\"", "", ignored()}},
       nullptr,
       "pixels are scattered once here, by 'iterations' there"},
      {"AdvancedBlur",
       "advanced_blur",
       0.5,
       {{"sigma_x_limit", "[0.2, 1]", "sigma_x", range()},
        {"sigma_y_limit", "[0.2, 1]", "sigma_y", range()},
        {"rotate_limit", "[-90, 90]", "angle_deg", around_zero()},
        {"beta_limit", "[0.5, 8]", "beta", range()},
        {"noise_limit", "[0.9, 1.1]", "noise", share_around_one()},
        {"blur_limit", "[3, 7]", "", ignored()}},
       nullptr,
       "the size of the kernel follows from sigma here"},
      {"RingingOvershoot",
       "ringing_overshoot",
       0.5,
       {{"blur_limit", "[7, 15]", "ksize", range()},
        {"cutoff", "[0.7853981634, 1.5707963268]", "cutoff", then(range(), scaled(1 / std::numbers::pi))}}},
      {"MultiplicativeNoise",
       "color_jitter",
       0.5,
       {{"multiplier", "[0.9, 1.1]", "brightness", range()},
        {"elementwise", "false", "", only("false")},
        {"per_channel", "false", "", only("false")},
        {"", "1", "contrast", same()},
        {"", "1", "saturation", same()},
        {"", "0", "hue", same()}}},

      // Values
      {"Normalize",
       "normalize",
       1,
       {{"mean", "[0.485, 0.456, 0.406]", "", by_hand()},
        {"std", "[0.229, 0.224, 0.225]", "", by_hand()},
        {"max_pixel_value", "255", "", words({{"255", "null"}, {"65535", "null"}, {"1", "null"}, {"null", "null"}})},
        {"normalization", "\"standard\"", "mode",
         words({{"\"standard\"", "null"},
                {"\"image\"", "\"per_image\""},
                {"\"image_per_channel\"", "\"per_channel\""},
                {"\"min_max\"", "null"}})}},
       normalize},
      {"ToFloat", "cast", 1, {{"max_value", "null", "", by_hand()}, {"", "\"float32\"", "dtype", same()}}, to_float},
      {"FromFloat", "cast", 1, {{"dtype", "\"uint16\"", "dtype", same()}, {"max_value", "null", "", ignored()}}},
      {"NoOp", "identity", 0.5},
      {"ToTensorV2",
       "",
       1,
       {{"transpose_mask", "false", "", ignored()}},
       nullptr,
       "the order of axes is a matter of the output here: \"channels\": \"first\" of an npy field"},
      {"ToRGB",
       "",
       1,
       {{"num_output_channels", "3", "", ignored()}},
       nullptr,
       "gray images become RGB by \"color\": \"rgb\" of the image target"},
  };
}

const std::vector<OldPair>& old_pairs() {
  static const std::vector<OldPair> pairs{
      {"CoarseDropout", "min_holes", "max_holes", "num_holes_range"},
      {"CoarseDropout", "min_height", "max_height", "hole_height_range"},
      {"CoarseDropout", "min_width", "max_width", "hole_width_range"},
      {"ImageCompression", "quality_lower", "quality_upper", "quality_range"},
      {"JpegCompression", "quality_lower", "quality_upper", "quality_range"},
      {"Downscale", "scale_min", "scale_max", "scale_range"},
      {"GridDropout", "unit_size_min", "unit_size_max", "unit_size_range"},
  };
  return pairs;
}

// "albumentations.core.composition.Compose" and "Compose" are one.
std::string class_of(const json& transform) {
  if (!transform.is_object() || !transform.contains("__class_fullname__")) return "";
  const json& name = transform["__class_fullname__"];
  if (!name.is_string()) return "";
  const auto full = name.get<std::string>();
  return full.substr(full.rfind('.') + 1);
}

json with_ranges(const std::string& name, json parameters) {
  for (const OldPair& pair : old_pairs()) {
    if (pair.transform != name || !parameters.contains(pair.high)) continue;
    const json high = parameters[pair.high];
    const json low = parameters.contains(pair.low) && !parameters[pair.low].is_null() ? parameters[pair.low] : high;
    parameters.erase(pair.low);
    parameters.erase(pair.high);
    if (!high.is_null()) parameters[pair.now] = json::array({low, high});
  }
  return parameters;
}

class Reader {
 public:
  explicit Reader(Report& report) : report_(report) {}

  OpsJson read(const json& transform, const std::string& pointer) {
    const std::string name = class_of(transform);
    if (name.empty()) {
      report_unknown_transform(shown(transform), albumentations_refusals(), pointer, report_);
      return {};
    }
    if (transform.contains("transforms")) return read_composition(name, transform, pointer);
    return read_transform(name, transform, pointer);
  }

 private:
  OpsJson read_transform(const std::string& name, const json& transform, const std::string& pointer) {
    const Conversion* conversion = find_conversion(albumentations_table(), name);
    if (conversion == nullptr) {
      report_unknown_transform(name, albumentations_refusals(), pointer, report_);
      return {};
    }
    json parameters = with_ranges(name, transform);
    if (parameters.value("always_apply", json(false)) == true) parameters["p"] = 1;
    parameters.erase("always_apply");
    parameters.erase("__class_fullname__");
    return convert(*conversion, {parameters, pointer}, report_);
  }

  OpsJson read_composition(const std::string& name, const json& transform, const std::string& pointer) {
    if (!transform["transforms"].is_array()) {
      report_unknown_transform(name, albumentations_refusals(), pointer, report_);
      return {};
    }
    const double p =
        probability(transform, name == "OneOf" || name == "Sequential" || name == "OneOrOther" ? 0.5 : 1.0);
    // A child that was chosen acts for certain in these two: its p is its weight.
    const bool chooses = name == "OneOf" || name == "OneOrOther";
    std::vector<Child> children = read_children(transform["transforms"], member(pointer, "transforms"), chooses);
    if (name == "Compose" || name == "ReplayCompose" || name == "Sequential") {
      report_targets(transform, pointer);
      return sequential(children, p);
    }
    if (name == "OneOf") return one_of(children, p);
    if (name == "OneOrOther" && children.size() == 2) {
      children[0].weight = p;
      children[1].weight = 1 - p;
      return one_of(children, 1);
    }
    if (name == "SomeOf" || name == "RandomOrder") return read_some(name, transform, pointer, children, p);
    report_unknown_transform(name, albumentations_refusals(), pointer, report_);
    return {};
  }

  OpsJson read_some(const std::string& name, const json& transform, const std::string& pointer,
                    const std::vector<Child>& children, double p) {
    const json n = transform.value("n", json(1));
    const bool replace = transform.value("replace", json(false)) == true;
    const bool all = n.is_number() && n.get<double>() >= static_cast<double>(children.size()) && !replace;
    if (name == "RandomOrder" && all) return random_order(children, p);
    if (name == "RandomOrder" && n != 1) {
      report_.differs(pointer, "RandomOrder: the transforms drawn act in the order in which they are written here");
    }
    return some_of(children, all ? json(children.size()) : n, replace, p);
  }

  std::vector<Child> read_children(const json& list, const std::string& pointer, bool chosen) {
    std::vector<Child> children;
    for (std::size_t i = 0; i < list.size(); ++i) {
      json transform = list[i];
      Child child;
      if (chosen && transform.is_object()) {
        const Conversion* conversion = find_conversion(albumentations_table(), class_of(transform));
        child.weight = probability(transform, conversion == nullptr ? 1.0 : conversion->p);
        transform["p"] = 1;
      }
      child.ops = read(transform, member(pointer, i));
      children.push_back(std::move(child));
    }
    return children;
  }

  static double probability(const json& transform, double fallback) {
    if (transform.value("always_apply", json(false)) == true) return 1;
    const json p = transform.value("p", json(fallback));
    return p.is_number() ? p.get<double>() : fallback;
  }

  void report_targets(const json& transform, const std::string& pointer) {
    for (const char* key : {"bbox_params", "keypoint_params", "additional_targets"}) {
      if (!transform.contains(key) || transform[key].empty()) continue;
      report_.differs(member(pointer, key),
                      "'" + std::string(key) +
                          "' is no op: boxes, keypoints and further targets "
                          "stand in \"source\" and \"targets\" here",
                      "docs/pipeline.md has their keys");
    }
  }

  Report& report_;
};

}  // namespace

const Table& albumentations_table() {
  static const Table table = make_table();
  return table;
}

const Refusals& albumentations_refusals() {
  static const std::string otherwise = "its strength is measured in another way";
  static const Refusals refusals{{"PiecewiseAffine", "piecewise_affine", otherwise},
                                 {"ThinPlateSpline", "thin_plate_spline", otherwise},
                                 {"GridElasticDeform", "grid_elastic_deform", otherwise},
                                 {"XYMasking", "xy_masking", "lengths are in pixels there, in fractions here"},
                                 {"TimeMasking", "xy_masking", "lengths are in pixels there, in fractions here"},
                                 {"FrequencyMasking", "xy_masking", "lengths are in pixels there, in fractions here"},
                                 {"RandomCropNearBBox", "random_crop_near_bbox", "its box comes with the call"},
                                 {"Mosaic", "mosaic", "its pictures come with the call"},
                                 {"ISONoise", "iso_noise", otherwise},
                                 {"ShotNoise", "shot_noise", otherwise},
                                 {"AdditiveNoise", "additive_noise", otherwise},
                                 {"ChromaticAberration", "chromatic_aberration", otherwise},
                                 {"RandomRain", "rain", otherwise},
                                 {"RandomSnow", "snow", otherwise},
                                 {"RandomFog", "fog", otherwise},
                                 {"RandomShadow", "shadow", otherwise},
                                 {"RandomSunFlare", "sun_flare", otherwise},
                                 {"Spatter", "spatter", otherwise}};
  return refusals;
}

bool is_albumentations(const json& document) {
  return document.is_object() && (document.contains("__class_fullname__") ||
                                  (document.contains("transform") && !class_of(document["transform"]).empty()));
}

OpsJson import_albumentations(const json& document, Report& report) {
  const bool wrapped = document.contains("transform");
  if (wrapped) {
    const json version = document.value("__version__", json(""));
    if (version.is_string() && version.get<std::string>().rfind("2.", 0) != 0) {
      report.differs("/__version__",
                     "the file is of Albumentations " + version.get<std::string>() +
                         ": its parameters are read with the meaning that they have in 2.0",
                     "look at a preview");
    }
    return Reader(report).read(document["transform"], "/transform");
  }
  return Reader(report).read(document, "");
}

}  // namespace augshard

#include <algorithm>

#include "import/compositions.h"
#include "import/libraries.h"
#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

// {"img": 0, "seg": 255}, or one number for both.
void set_pad_values(Transform& t) {
  const json& value = t.value("pad_val");
  t.set(t.op, "fill", "pad_val", color_255(), value.is_object() ? value.value("img", json(0)) : value);
  t.set(t.op, "mask_fill", "pad_val", label(), value.is_object() ? value.value("seg", json(255)) : value);
}

// With one direction p is its probability, with several it is shared among them.
OpsJson flip(Transform& t) {
  const json directions = t.value("direction").is_array() ? t.value("direction") : json::array({t.value("direction")});
  const json& prob = t.value("prob");
  if (directions.empty()) return t.lose_all("'direction' is empty");
  if (prob.is_null()) return t.lose_all("'prob' must be given");
  const bool fits = prob.is_array() ? prob.size() == directions.size() : prob.is_number();
  if (!fits || !std::all_of(prob.begin(), prob.end(), [](const json& p) { return p.is_number(); })) {
    return t.lose_all("'prob' is a number, or one a direction");
  }
  std::vector<Child> children;
  double rest = 1;
  for (std::size_t i = 0; i < directions.size(); ++i) {
    const double share =
        prob.is_array() ? prob[i].get<double>() : prob.get<double>() / static_cast<double>(directions.size());
    const json& direction = directions[i];
    rest -= share;
    OpJson op{{"op", direction == "vertical" ? "vertical_flip" : "horizontal_flip"}};
    if (direction == "diagonal") op = {{"op", "rotate90"}, {"times", 2}};
    children.push_back({{op}, share});
  }
  t.p = 1 - rest;
  return children.size() == 1 ? children.front().ops : one_of(children, 1);
}

OpsJson rotate(Transform& t) {
  t.set("mask_fill", "seg_pad_val", label());
  return {t.op};
}

// [width, height] there.
OpsJson resize(Transform& t) {
  const json& scale = t.value("scale");
  if (!scale.is_array() || scale.size() != 2) return t.lose_all("'scale' is a pair, width and height");
  if (t.value("keep_ratio") != true) {
    t.op["width"] = scale[0];
    t.op["height"] = scale[1];
    t.op["antialias"] = false;
    return {t.op};
  }
  const auto ends = ends_of(scale);
  if (!ends) return t.lose_all("'scale' is a pair, width and height");
  OpJson fitted{{"op", "smallest_max_size"}, {"size", tidy(ends->first)}, {"max_size", tidy(ends->second)}};
  if (t.op.contains("interpolation")) fitted["interpolation"] = t.op["interpolation"];
  t.differs("an image that shrinks is averaged over areas here");
  return {fitted};
}

// A size of that scale, times a drawn ratio: two ops, which make one map.
OpsJson random_resize(Transform& t) {
  OpsJson ops = resize(t);
  const auto ratio = range()(t.value("ratio_range"));
  if (!ratio) t.lose("ratio_range");
  if (ratio && !ops.empty()) ops.push_back({{"op", "random_scale"}, {"scale", *ratio}});
  return ops;
}

OpsJson shortest_edge(Transform& t) {
  const json& size = t.value("scale");
  t.op["size"] =
      size.is_array() && !size.empty() ? json(ends_of(size) ? tidy(ends_of(size)->first) : size.front()) : size;
  return {t.op};
}

// A number for both, or [height, width].
OpsJson framed(Transform& t) {
  const json& size = t.value("crop_size");
  const bool pair = size.is_array() && size.size() == 2;
  if (!pair && !size.is_number()) return t.lose_all("'crop_size' is a number or a pair");
  t.op["height"] = pair ? size[0] : size;
  t.op["width"] = pair ? size[1] : size;
  return {t.op};
}

OpsJson pad(Transform& t) {
  const json& size = t.value("size");
  if (size.is_array() && size.size() == 2) {
    t.op["min_width"] = size[0];
    t.op["min_height"] = size[1];
  }
  const json& divisor = t.value("size_divisor");
  if (!divisor.is_null()) t.op["divisor"] = divisor;
  set_pad_values(t);
  return {t.op};
}

// Sides as fractions of the image: [width, height].
OpsJson cutout(Transform& t) {
  const json& ratio = t.value("cutout_ratio");
  const bool pair = ratio.is_array() && ratio.size() == 2 && ratio[0].is_number();
  if (!pair) return t.lose_all("holes are measured in fractions here: one pair as 'cutout_ratio'");
  t.op["width_frac"] = ratio[0];
  t.op["height_frac"] = ratio[1];
  return {t.op};
}

OpsJson gamma(Transform& t) {
  const json& gamma = t.value("gamma");
  if (!gamma.is_number() || gamma == 0) return t.lose_all("'gamma' is a number");
  t.op["gamma"] = tidy(1 / gamma.get<double>());
  return {t.op};
}

// Deltas of 0..255 and of OpenCV's half degrees; contrast is about black.
OpsJson photo_metric(Transform& t) {
  const ValueRule brightness = then(scaled(1.0 / 255), [](const json& f) { return around_one()(f); });
  t.set("brightness", "brightness_delta", brightness);
  t.set("hue", "hue_delta", then(scaled(1.0 / 180), around_zero()));
  return {t.op};
}

// The middle of the grid, in sizes of one cell there, of the canvas here. [width, height] there.
OpsJson mosaic(Transform& t) {
  t.set("center_frac", "center_ratio_range", then(range(), scaled(0.5)));
  const json& size = t.value("img_scale");
  if (!size.is_array() || size.size() != 2) return t.lose_all("'img_scale' is a pair");
  t.op["width"] = size[0];
  t.op["height"] = size[1];
  return {t.op};
}

ValueRule interpolation() {
  return words({{"\"bilinear\"", "null"},
                {"\"nearest\"", "\"nearest\""},
                {"\"bicubic\"", "\"cubic\""},
                {"\"area\"", "\"area\""},
                {"\"lanczos\"", "\"lanczos4\""}});
}

Parameters resizing() {
  return {{"scale", "null", "", by_hand()},
          {"keep_ratio", "false", "", by_hand()},
          {"interpolation", "\"bilinear\"", "interpolation", interpolation()},
          {"clip_object_border", "true", "", ignored()},
          {"backend", "\"cv2\"", "", ignored()},
          {"resize_type", "null", "", ignored()}};
}

Table make_mmseg_table() {
  return {
      {"RandomFlip",
       "horizontal_flip",
       1,
       {{"prob|flip_ratio", "null", "", by_hand()},
        {"direction", "\"horizontal\"", "", by_hand()},
        {"swap_seg_labels", "null", "", only("null")}},
       flip,
       "",
       R"({"prob": 0.5, "direction": ["horizontal", "vertical", "diagonal"]})"},
      {"RandomRotate",
       "rotate",
       1,
       {{"degree", "", "angle_deg", then(around_zero(), scaled(-1))},
        {"pad_val", "0", "fill", color_255()},
        {"seg_pad_val", "255", "", by_hand()},
        {"center", "null", "", only("null")},
        {"auto_bound", "false", "canvas", words({{"false", "null"}, {"true", "\"expand\""}})},
        {"", "\"constant\"", "border", same()}},
       rotate,
       "",
       R"({"degree": 20})"},
      {"Resize", "resize", 1, resizing() + Parameters{{"scale_factor", "null", "", only("null")}}, resize, "",
       R"({"scale": [96, 64]})"},
      {"RandomResize", "resize", 1, resizing() + Parameters{{"ratio_range", "[1, 1]", "", by_hand()}}, random_resize,
       "", R"({"scale": [192, 128], "ratio_range": [0.5, 2.0], "keep_ratio": true})"},
      {"ResizeShortestEdge",
       "smallest_max_size",
       1,
       {{"scale", "", "", by_hand()}, {"max_size", "null", "max_size", same()}},
       shortest_edge,
       "",
       R"({"scale": 128, "max_size": 320})"},
      {"RandomCrop",
       "random_crop",
       1,
       {{"crop_size", "", "", by_hand()},
        {"cat_max_ratio", "1", "cat_max_ratio", unless("1")},
        {"ignore_index", "255", "", only("255")}},
       framed,
       "",
       R"({"crop_size": [64, 96]})"},
      {"CenterCrop",
       "center_crop",
       1,
       {{"crop_size", "", "", by_hand()},
        {"auto_pad", "false", "if_smaller", words({{"false", "\"error\""}, {"true", "\"pad\""}})},
        {"pad_cfg", "null", "", ignored()},
        {"clip_object_border", "true", "", ignored()}},
       framed,
       "",
       R"({"crop_size": 64})"},
      {"Pad",
       "pad_if_needed",
       1,
       {{"size", "null", "", by_hand()},
        {"size_divisor", "null", "", by_hand()},
        {"pad_to_square", "false", "", only("false")},
        {"pad_val", R"({"img": 0, "seg": 255})", "", by_hand()},
        {"padding_mode", "\"constant\"", "", only("\"constant\"")},
        {"", "\"top_left\"", "position", same()}},
       pad,
       "",
       R"({"size": [256, 256]})"},
      {"RandomCutOut",
       "coarse_dropout",
       1,
       {{"n_holes", "", "holes", range()},
        {"cutout_shape", "null", "", only("null")},
        {"cutout_ratio", "null", "", by_hand()},
        {"fill_in", "[0, 0, 0]", "fill", color_255()},
        {"seg_fill_in", "null", "mask_fill", label()}},
       cutout,
       "",
       R"({"n_holes": [1, 3], "cutout_ratio": [0.1, 0.2]})"},
      {"PhotoMetricDistortion",
       "photo_metric_distort",
       1,
       {{"brightness_delta", "32", "", by_hand()},
        {"hue_delta", "18", "", by_hand()},
        {"contrast_range", "[0.5, 1.5]", "contrast", range()},
        {"saturation_range", "[0.5, 1.5]", "saturation", range()},
        {"", "\"mmseg\"", "method", same()},
        {"", "0.5", "change_p", same()},
        {"", "0", "shuffle_p", same()}},
       photo_metric},
      {"ResizeToMultiple",
       "resize_to_multiple",
       1,
       {{"size_divisor", "32", "divisor", same()}, {"interpolation", "null", "", ignored()}}},
      {"GenerateEdge",
       "generate_edge",
       1,
       {{"edge_width", "3", "width_px", same()}, {"ignore_index", "255", "", only("255")}}},
      {"RandomMosaic",
       "mosaic",
       1,
       {{"img_scale", "[640, 640]", "", by_hand()},
        {"center_ratio_range", "[0.5, 1.5]", "", by_hand()},
        {"pad_val", "0", "", ignored()},
        {"seg_pad_val", "255", "", ignored()}},
       mosaic,
       "cells that no picture fills take the fill of the targets here"},
      {"CLAHE",
       "clahe",
       1,
       {{"clip_limit", "40", "clip_limit", same()}, {"tile_grid_size", "[8, 8]", "tiles", same()}}},
      {"AdjustGamma", "gamma", 1, {{"gamma", "1", "", by_hand()}}, gamma},
      {"RGB2Gray",
       "to_gray",
       1,
       {{"out_channels", "null", "keep_channels", words({{"null", "null"}, {"3", "null"}, {"1", "false"}})},
        {"weights", "[0.299, 0.587, 0.114]", "", only("[0.299, 0.587, 0.114]")}}},
      {"RandomGrayscale",
       "to_gray",
       0.1,
       {{"keep_channels", "false", "keep_channels", words({{"true", "null"}, {"false", "null"}})},
        {"channel_weights", "[1, 1, 1]", "", ignored()},
        {"color_format", "null", "", ignored()}}},
      {"Normalize",
       "normalize",
       1,
       {{"mean", "", "mean", scaled(1.0 / 255)},
        {"std", "", "std", scaled(1.0 / 255)},
        {"to_rgb", "true", "", ignored()}},
       nullptr,
       "",
       R"({"mean": [123.675, 116.28, 103.53], "std": [58.395, 57.12, 57.375]})"},
      {"LoadImageFromFile",
       "",
       1,
       {{"to_float32", "false", "", ignored()},
        {"backend_args", "null", "", ignored()},
        {"color_type", "null", "", ignored()},
        {"imdecode_backend", "null", "", ignored()}}},
      {"LoadAnnotations",
       "",
       1,
       {{"reduce_zero_label", "null", "", words({{"null", "null"}, {"false", "null"}})},
        {"backend_args", "null", "", ignored()},
        {"imdecode_backend", "null", "", ignored()},
        {"with_seg", "null", "", ignored()},
        {"with_bbox", "null", "", ignored()}}},
      {"PackSegInputs", "", 1, {{"meta_keys", "null", "", ignored()}}},
  };
}

}  // namespace

const Table& mmseg_table() {
  static const Table table = make_mmseg_table();
  return table;
}

}  // namespace augshard

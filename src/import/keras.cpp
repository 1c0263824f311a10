#include <algorithm>
#include <cmath>
#include <numbers>

#include "import/compositions.h"
#include "import/libraries.h"
#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

constexpr double kTurn = 360;  // degrees; Keras counts in turns

ValueRule interpolation() {
  return words({{"\"bilinear\"", "null"},
                {"\"nearest\"", "\"nearest\""},
                {"\"bicubic\"", "\"cubic\""},
                {"\"area\"", "\"area\""},
                {"\"lanczos5\"", "\"lanczos4\""},
                {"\"lanczos3\"", "\"lanczos4\""}});
}

Parameters warp() {
  return {{"interpolation", "\"bilinear\"", "interpolation", interpolation()},
          {"fill_mode", "\"reflect\"", "border",
           words({{"\"constant\"", "\"constant\""},
                  {"\"nearest\"", "\"replicate\""},
                  {"\"reflect\"", "\"reflect\""},
                  {"\"wrap\"", "\"wrap\""}})},
          {"fill_value", "0", "fill", color_255()},
          {"fill_value", "0", "mask_fill", label()}};
}

// The range of values that an image here always has: that of its type.
Parameters value_range() { return {{"value_range", "[0, 255]", "", ignored()}}; }

std::optional<std::pair<double, double>> drawn(const Transform& t, const char* there, const ValueRule& rule) {
  const auto value = rule(t.value(there));
  return value ? ends_of(*value) : std::nullopt;
}

// `factor` is a probability, itself drawn from a range.
Parameters factor_as_p() { return {{"factor", "1", "", by_hand()}}; }

OpsJson with_factor_as_p(Transform& t) {
  const auto ends = drawn(t, "factor", from_zero());
  if (!ends) {
    t.lose("factor");
    return {t.op};
  }
  // A coin whose probability is drawn uniformly is a coin of the mean probability.
  t.p = (ends->first + ends->second) / 2;
  return {t.op};
}

// Zoomed out by z there, scaled by 1 / z here.
std::optional<json> scale_of_zoom(const json& factor) {
  const auto range = around_zero()(factor);
  const auto ends = range ? ends_of(*range) : std::nullopt;
  if (!ends || ends->first <= -1) return std::nullopt;
  return range_json(1 / (1 + ends->second), 1 / (1 + ends->first));
}

OpsJson zoom(Transform& t) {
  const json& height = t.value("height_factor");
  const json& width = t.value("width_factor");
  const auto scale = scale_of_zoom(width.is_null() ? height : width);
  if (!scale) return t.lose_all("its factors must lie above -1");
  t.op["scale"] = *scale;
  const auto scale_y = scale_of_zoom(height);
  if (!width.is_null() && scale_y) t.op["scale_y"] = *scale_y;
  if (scale->is_array()) t.differs("the scale is drawn uniformly here, its inverse there");
  return {t.op};
}

OpsJson translation(Transform& t) {
  const auto x = around_zero()(t.value("width_factor"));
  const auto y = around_zero()(t.value("height_factor"));
  if (!x || !y) return t.lose_all("its factors are numbers or ranges");
  t.op["translate_frac"] = *x;
  if (*x != *y) t.op["translate_y_frac"] = *y;
  return {t.op};
}

json shear_angle(double factor) { return tidy(std::atan(factor) * 180 / std::numbers::pi); }

// A factor is a tangent, both take one sign, which is drawn.
OpsJson shear(Transform& t) {
  const auto x = drawn(t, "x_factor", around_zero());
  const auto y = drawn(t, "y_factor", around_zero());
  if (!x || !y) return t.lose_all("its factors are numbers or ranges");
  const auto with_sign = [&](double sign) {
    OpJson op = t.op;
    const auto set = [&](const char* key, std::pair<double, double> ends) {
      const double first = shear_angle(sign * ends.first).get<double>(),
                   second = shear_angle(sign * ends.second).get<double>();
      if (first != 0 || second != 0) op[key] = range_json(std::min(first, second), std::max(first, second));
    };
    set("shear_x_deg", *x);
    set("shear_y_deg", *y);
    if (!op.contains("shear_x_deg") && !op.contains("shear_y_deg")) op["shear_x_deg"] = 0;
    return op;
  };
  t.differs("the shear leaves the centre in place here, the first row or column there");
  const OpJson one = with_sign(1), other = with_sign(-1);
  return one == other ? OpsJson{one} : one_of({{{one}}, {{other}}}, 1);
}

OpsJson perspective(Transform& t) {
  const json& scale = t.value("scale");
  if (!scale.is_number()) return t.lose_all("'scale' is a number");
  t.op["corner_frac"] = range_json(-scale.get<double>() / 2, scale.get<double>() / 2);
  t.differs("all corners move here, the first one never there");
  return with_factor_as_p(t);
}

OpsJson resizing(Transform& t) {
  if (t.value("pad_to_aspect_ratio") == true) {
    t.op["op"] = "letterbox";
    if (t.value("fill_mode") != "constant") t.lose("fill_mode");
    t.set("fill", "fill_value", color_255());
    t.set("mask_fill", "fill_value", label());
    return {t.op};
  }
  if (t.value("crop_to_aspect_ratio") == true) {
    const json size = t.value("height");
    if (size != t.value("width")) return t.lose_all("'crop_to_aspect_ratio' has a counterpart for squares only");
    OpJson small = t.op;
    small["op"] = "smallest_max_size";
    small.erase("height");
    small.erase("width");
    small["size"] = size;
    return {small, {{"op", "center_crop"}, {"height", size}, {"width", size}, {"if_smaller", "resize"}}};
  }
  if (t.value("antialias") != true) t.op["antialias"] = false;
  return {t.op};
}

// A scalar f stands for 1 - f to 1 + f, a pair (l, u) for 1 - l to 1 + u.
OpsJson contrast(Transform& t) {
  const json& factor = t.value("factor");
  if (!ends_of(factor)) return t.lose_all("'factor' is a number or a pair");
  const double low = factor.is_number() ? factor.get<double>() : factor[0].get<double>();
  const double high = factor.is_number() ? low : factor[1].get<double>();
  t.op["contrast"] = range_json(-low, high);
  t.op["contrast_about"] = "channel_means";
  return {t.op};
}

OpsJson hue(Transform& t) {
  const auto ends = drawn(t, "factor", from_zero());
  if (!ends) return t.lose_all("'factor' is a number or a pair");
  return either_sign(t.op, "hue_deg", ends->first * kTurn / 2, ends->second * kTurn / 2);
}

// 0.5 leaves the image as it is, 1 stands for infinity.
OpsJson saturation(Transform& t) {
  const auto ends = drawn(t, "factor", from_zero());
  if (!ends || ends->second >= 1) return t.lose_all("a 'factor' of 1 stands for infinite saturation");
  const auto added = [](double f) { return f / (1 - f) - 1; };
  t.op["saturation"] = range_json(added(ends->first), added(ends->second));
  t.op["mode"] = "multiply";
  if (ends->first != ends->second) t.differs("the multiple of the saturation is drawn uniformly here, 'factor' there");
  return {t.op};
}

// The upper end is never drawn there.
OpsJson posterization(Transform& t) {
  const auto ends = ends_of(t.value("factor"));
  if (!ends) return t.lose_all("'factor' is a number or a pair");
  t.op["bits"] = range_json(ends->first, std::max(ends->first, ends->second - 1));
  return {t.op};
}

OpsJson grayscale_by_factor(Transform& t) {
  t.p = t.value("factor").is_number() ? t.value("factor").get<double>() : 0.5;
  return {t.op};
}

OpsJson erasing(Transform& t) {
  const json& fill = t.value("fill_value");
  if (!fill.is_null()) {
    t.op["fill"] = "value";
    t.set("value", "fill_value", color_255());
  }
  t.differs("area and ratio of the rectangle are drawn here, its two sides there");
  return with_factor_as_p(t);
}

// Each of the four is the layer of that name, in this order.
OpsJson color_jitter(Transform& t) {
  OpsJson ops;
  for (const auto& [parameter, layer] :
       {std::pair("brightness_factor", "RandomBrightness"), std::pair("contrast_factor", "RandomContrast"),
        std::pair("saturation_factor", "RandomSaturation"), std::pair("hue_factor", "RandomHue")}) {
    if (t.value(parameter).is_null()) continue;
    const OpsJson part = t.convert_part(*find_conversion(keras_table(), layer), {{"factor", t.value(parameter)}});
    ops.insert(ops.end(), part.begin(), part.end());
  }
  return ops;
}

// x * scale + offset, whatever interval it is written for.
OpsJson rescaling(Transform& t) {
  const json& scale = t.value("scale");
  const json& offset = t.value("offset");
  if (!scale.is_number() || !offset.is_number()) return t.lose_all("one scale a channel has no counterpart");
  const double low = offset.get<double>();
  t.op["in"] = {0, 255};
  t.op["out"] = {tidy(low), tidy(low + 255 * scale.get<double>())};
  t.op["clip"] = false;
  return {t.op};
}

// Numbers of nested lists, as Keras saves one a channel.
std::vector<double> flat(const json& value) {
  std::vector<double> numbers;
  if (value.is_number()) numbers.push_back(value.get<double>());
  if (value.is_array()) {
    for (const json& item : value) {
      const std::vector<double> inner = flat(item);
      numbers.insert(numbers.end(), inner.begin(), inner.end());
    }
  }
  return numbers;
}

OpsJson normalization(Transform& t) {
  const std::vector<double> mean = flat(t.value("mean")), variance = flat(t.value("variance"));
  if (mean.empty() || variance.empty())
    return t.lose_all("its mean and variance are learned from data that the file does not hold");
  json means, deviations;
  for (const double m : mean) means.push_back(tidy(m / 255));
  for (const double v : variance) deviations.push_back(tidy(std::sqrt(v) / 255));
  t.op["mean"] = means;
  t.op["std"] = deviations;
  t.differs("mean and variance are taken to be of values of 0..255");
  return {t.op};
}

OpsJson flip_by_rate(Transform& t) {
  const json& rate = t.value("rate");
  const std::string mode = t.value("mode").is_string() ? t.value("mode").get<std::string>() : "";
  if (rate == 0.5) return {t.op};
  OpsJson ops;
  if (mode != "vertical") ops.push_back({{"op", "horizontal_flip"}, {"p", rate}});
  if (mode != "horizontal") ops.push_back({{"op", "vertical_flip"}, {"p", rate}});
  return ops;
}

OpsJson cutout(Transform& t) {
  t.op["holes"] = 1;
  t.set("height_frac", "height_factor", from_zero());
  t.set("width_frac", "width_factor", from_zero());
  return {t.op};
}

OpsJson crop_and_resize(Transform& t) {
  const json& size = t.value("target_size");
  if (!size.is_array() || size.size() != 2) return t.lose_all("'target_size' is a pair");
  t.op["height"] = size[0];
  t.op["width"] = size[1];
  return {t.op};
}

OpsJson channel_shift(Transform& t) {
  const auto ends = drawn(t, "factor", from_zero());
  if (!ends) return t.lose_all("'factor' is a number or a pair");
  return either_sign(t.op, "shift", ends->first / 2, ends->second / 2);
}

Parameters frame() { return {{"height", "", "height", same()}, {"width", "", "width", same()}}; }
constexpr const char* kFrame = R"({"height": 64, "width": 96})";

Table make_table() {
  return {
      // Geometry
      {"RandomFlip", "random_flip", 1, {{"mode", "\"horizontal_and_vertical\"", "mode", same()}}},
      {"RandomRotation", "rotate", 1,
       Parameters{{"factor", "", "angle_deg", then(around_zero(), scaled(kTurn))}} + warp(), nullptr, "",
       R"({"factor": 0.1})"},
      {"RandomTranslation", "affine", 1,
       Parameters{{"height_factor", "", "", by_hand()}, {"width_factor", "", "", by_hand()}} + warp(), translation, "",
       R"({"height_factor": 0.1, "width_factor": [-0.2, 0.3]})"},
      {"RandomZoom", "zoom", 1,
       Parameters{{"height_factor", "", "", by_hand()}, {"width_factor", "null", "", by_hand()}} + warp(), zoom, "",
       R"({"height_factor": 0.2, "width_factor": [-0.3, -0.1]})"},
      {"RandomShear", "affine", 1,
       Parameters{{"x_factor", "0", "", by_hand()}, {"y_factor", "0", "", by_hand()}} + warp(), shear, "",
       R"({"x_factor": [0.1, 0.3]})"},
      {"RandomPerspective", "perspective", 1,
       factor_as_p() + Parameters{{"scale", "1", "", by_hand()},
                                  {"", "\"constant\"", "border", same()},
                                  {"interpolation", "\"bilinear\"", "interpolation", interpolation()},
                                  {"fill_value", "0", "fill", color_255()},
                                  {"fill_value", "0", "mask_fill", label()}},
       perspective, "", R"({"scale": 0.3})"},

      // Sizes
      {"CenterCrop", "center_crop", 1, frame() + Parameters{{"", "\"resize\"", "if_smaller", same()}}, nullptr, "",
       kFrame},
      {"RandomCrop", "random_crop", 1, frame() + Parameters{{"", "\"resize\"", "if_smaller", same()}}, nullptr, "",
       kFrame},
      {"Resizing", "resize", 1,
       frame() + Parameters{{"interpolation", "\"bilinear\"", "interpolation", interpolation()},
                            {"crop_to_aspect_ratio", "false", "", by_hand()},
                            {"pad_to_aspect_ratio", "false", "", by_hand()},
                            {"fill_mode", "\"constant\"", "", by_hand()},
                            {"fill_value", "0", "", by_hand()},
                            {"antialias", "false", "", by_hand()}},
       resizing, "", kFrame},

      // Colour
      {"RandomBrightness", "brightness_contrast", 1,
       Parameters{{"factor", "", "brightness", around_zero()}} + value_range(), nullptr, "", R"({"factor": 0.2})"},
      {"RandomContrast", "brightness_contrast", 1,
       Parameters{{"factor", "", "", by_hand()}, {"lower", "null", "", ignored()}, {"upper", "null", "", ignored()}} +
           value_range(),
       contrast, "", R"({"factor": [0.1, 0.3]})"},
      {"RandomHue", "hue_saturation_value", 1, Parameters{{"factor", "", "", by_hand()}} + value_range(), hue, "",
       R"({"factor": [0.1, 0.3]})"},
      {"RandomSaturation", "hue_saturation_value", 1, Parameters{{"factor", "", "", by_hand()}} + value_range(),
       saturation, "", R"({"factor": [0.4, 0.6]})"},
      {"RandomColorDegeneration", "color_degeneration", 1,
       Parameters{{"factor", "", "factor", from_zero()}} + value_range(), nullptr, "", R"({"factor": 0.5})"},
      {"RandomColorJitter", "", 1,
       Parameters{{"brightness_factor", "null", "", by_hand()},
                  {"contrast_factor", "null", "", by_hand()},
                  {"saturation_factor", "null", "", by_hand()},
                  {"hue_factor", "null", "", by_hand()}} +
           value_range(),
       color_jitter, "",
       R"({"brightness_factor": 0.2, "contrast_factor": 0.2, "saturation_factor": [0.4, 0.6], "hue_factor": 0.1})"},
      {"RandomSharpness", "sharpness", 1,
       Parameters{{"factor", "", "factor", then(from_zero(), scaled(2))}} + value_range(), nullptr, "",
       R"({"factor": [0.5, 0.9]})"},
      {"RandomPosterization", "posterize", 1, Parameters{{"factor", "", "", by_hand()}} + value_range(), posterization,
       "", R"({"factor": [3, 6]})"},
      {"Solarization", "solarize", 1,
       Parameters{{"threshold_factor", "0", "threshold", from_zero()}, {"addition_factor", "0", "add", from_zero()}} +
           value_range()},
      {"RandomGrayscale", "to_gray", 1, {{"factor", "0.5", "", by_hand()}}, grayscale_by_factor},
      {"RandomInvert", "invert", 1, factor_as_p() + value_range(), with_factor_as_p},
      {"AutoContrast", "auto_contrast", 1, value_range()},
      {"Equalization", "equalize", 1, Parameters{{"bins", "256", "", only("256")}} + value_range()},
      {"ContrastLimitedAdaptiveHistogramEqualization", "clahe", 1,
       Parameters{{"clip_limit", "4", "clip_limit", same()}, {"tile_grid_size", "[8, 8]", "tiles", same()}} +
           value_range()},
      {"RandomGaussianBlur", "gaussian_blur", 1,
       factor_as_p() + Parameters{{"sigma", "1", "sigma", from_zero()}, {"kernel_size", "3", "", ignored()}} +
           value_range(),
       with_factor_as_p, "the size of the kernel follows from sigma here, and one sigma serves both axes"},
      {"RandomErasing", "random_erasing", 1,
       factor_as_p() +
           Parameters{{"scale", "[0.02, 0.33]", "area_frac", from_zero()}, {"fill_value", "null", "", by_hand()}} +
           value_range(),
       erasing},

      // Values
      {"Rescaling",
       "rescale",
       1,
       {{"scale", "", "", by_hand()}, {"offset", "0", "", by_hand()}},
       rescaling,
       "",
       R"({"scale": 0.00392156862745098})"},
      {"Normalization",
       "normalize",
       1,
       {{"axis", "-1", "", ignored()},
        {"mean", "null", "", by_hand()},
        {"variance", "null", "", by_hand()},
        {"invert", "false", "", only("false")}},
       normalization,
       "",
       R"({"mean": [[[[120, 110, 100]]]], "variance": [[[[3600, 3600, 4900]]]]})"},
      {"Identity", "identity"},

      // Policies and mixes
      {"RandAugment", "rand_augment", 1,
       Parameters{{"num_ops", "2", "n", same()},
                  {"factor", "0.5", "", by_hand()},
                  {"interpolation", "\"bilinear\"", "", ignored()}} +
           value_range(),
       [](Transform& t) -> OpsJson {
         const auto ends = drawn(t, "factor", from_zero());
         if (!ends) return t.lose_all("'factor' is a number or a pair");
         constexpr int kStrongest = 30;
         t.op["magnitude"] = tidy(std::round((ends->first + ends->second) / 2 * kStrongest));
         return {t.op};
       },
       "ops and strengths are those of torchvision here, at the mean of 'factor'"},
      {"MixUp", "mixup", 1, {{"alpha", "0.2", "alpha", same()}}, nullptr, "masks are those of the larger share here"},
      {"InputLayer",
       "",
       1,
       {{"batch_shape|batch_input_shape|shape", "null", "", ignored()},
        {"sparse", "false", "", ignored()},
        {"ragged", "false", "", ignored()},
        {"optional", "false", "", ignored()}}},
  };
}

Table make_cv_table() {
  return {
      {"RandomFlip",
       "random_flip",
       1,
       {{"mode", "\"horizontal\"", "mode", same()}, {"rate", "0.5", "", by_hand()}},
       flip_by_rate},
      {"RandomCutout",
       "coarse_dropout",
       1,
       {{"height_factor", "", "", by_hand()},
        {"width_factor", "", "", by_hand()},
        {"fill_mode", "\"constant\"", "", only("\"constant\"")},
        {"fill_value", "0", "fill", color_255()}},
       cutout,
       "",
       R"({"height_factor": 0.2, "width_factor": [0.1, 0.3]})"},
      {"RandomCropAndResize",
       "random_resized_crop",
       1,
       {{"target_size", "", "", by_hand()},
        {"crop_area_factor", "[0.08, 1]", "scale", range()},
        {"aspect_ratio_factor", "[0.75, 1.3333333333]", "ratio", range()},
        {"interpolation", "\"bilinear\"", "interpolation", interpolation()}},
       crop_and_resize,
       "",
       R"({"target_size": [64, 96]})"},
      {"RandomChannelShift", "channel_shift", 1,
       Parameters{{"factor", "", "", by_hand()}, {"channels", "3", "", ignored()}} + value_range(), channel_shift, "",
       R"({"factor": [0.1, 0.2]})"},
      {"ChannelShuffle", "channel_shuffle", 1, {{"groups", "3", "", only("3")}}},
      {"RandomJpegQuality", "image_compression", 1, {{"factor", "[75, 100]", "quality", range()}}},
      {"Grayscale", "to_gray", 1, {{"output_channels", "1", "keep_channels", words({{"1", "false"}, {"3", "null"}})}}},
      {"Posterization", "posterize", 1, Parameters{{"bits", "", "bits", same()}} + value_range(), nullptr, "",
       R"({"bits": 4})"},
      {"RandomGaussianBlur",
       "gaussian_blur",
       1,
       {{"factor", "", "sigma", from_zero()}, {"kernel_size", "3", "", ignored()}},
       nullptr,
       "the size of the kernel follows from sigma here, and one sigma serves both axes",
       R"({"factor": [0.5, 1.5]})"},
  };
}

// "keras_cv.layers>RandomCutout" and "RandomCutout" are one.
std::string class_of(const json& layer) {
  const json name = layer.is_object() ? layer.value("class_name", json()) : json();
  if (!name.is_string()) return "";
  const auto full = name.get<std::string>();
  return full.substr(full.rfind('>') + 1);
}

bool is_of_keras_cv(const json& layer) {
  if (!layer.is_object()) return false;
  for (const char* key : {"class_name", "registered_name", "module"}) {
    const json text = layer.value(key, json());
    if (text.is_string() && text.get<std::string>().find("keras_cv") != std::string::npos) return true;
  }
  return false;
}

// KerasCV saves a drawn number as an object of its own.
json with_plain_factors(json config) {
  for (auto& [key, value] : config.items()) {
    const std::string name = class_of(value);
    const json sampler = value.is_object() && value.contains("config") ? value["config"] : json();
    if (!sampler.is_object()) continue;
    const auto number = [&](const char* end) { return sampler.value(end, json()); };
    if (name == "ConstantFactorSampler") value = json::array({number("value"), number("value")});
    if (name == "UniformFactorSampler") value = json::array({number("lower"), number("upper")});
  }
  return config;
}

class Reader {
 public:
  explicit Reader(Report& report) : report_(report) {}

  OpsJson read(const json& layer, const std::string& pointer) {
    const std::string name = class_of(layer);
    const json config = layer.is_object() ? layer.value("config", json::object()) : json::object();
    const std::string inside = member(pointer, "config");
    if (!config.is_structured()) return read_layer(name, layer, config, pointer);
    if (name == "Pipeline" || name == "Sequential") return sequential(read_children(config, inside), 1);
    if (name == "RandomChoice") return one_of(read_children(config, inside), 1);
    if (name == "RandomAugmentationPipeline" && config.is_object()) {
      const json rate = config.value("rate", json(1));
      return some_of(read_children(config, inside), config.value("augmentations_per_image", json(1)), true,
                     rate.is_number() ? rate.get<double>() : 1);
    }
    if (name == "RandomApply" && config.contains("layer")) {
      const json rate = config.value("rate", json(0.5));
      return sequential({{read(config["layer"], member(inside, "layer"))}},
                        rate.is_number() ? rate.get<double>() : 0.5);
    }
    return read_layer(name, layer, config, pointer);
  }

 private:
  OpsJson read_layer(const std::string& name, const json& layer, const json& config, const std::string& pointer) {
    const Conversion* conversion = is_of_keras_cv(layer) ? find_conversion(keras_cv_table(), name) : nullptr;
    const bool is_read_as_keras = conversion == nullptr && is_of_keras_cv(layer);
    if (conversion == nullptr) conversion = find_conversion(keras_table(), name);
    if (conversion == nullptr) conversion = find_conversion(keras_cv_table(), name);
    if (conversion == nullptr || !config.is_object()) {
      report_unknown_transform(name.empty() ? shown(layer) : name, keras_refusals(), pointer, report_);
      return {};
    }
    if (is_read_as_keras) report_.differs(pointer, "layers of KerasCV are read as those of Keras of the same name");
    const json parameters = with_plain_factors(config);
    return convert(*conversion, {parameters, member(pointer, "config"), kNeutral, ""}, report_);
  }

  std::vector<Child> read_children(const json& config, const std::string& pointer) {
    std::vector<Child> children;
    const json layers = config.is_array() ? config : config.value("layers", json::array());
    const std::string inside = config.is_array() ? pointer : member(pointer, "layers");
    if (!layers.is_array()) return children;
    for (std::size_t i = 0; i < layers.size(); ++i) children.push_back({read(layers[i], member(inside, i))});
    return children;
  }

  inline static const std::vector<std::string> kNeutral{
      "name",           "trainable", "dtype", "data_format", "seed", "batch_input_shape", "force_output_dense_images",
      "auto_vectorize", "batchwise"};
  Report& report_;
};

}  // namespace

const Table& keras_table() {
  static const Table table = make_table();
  return table;
}

const Table& keras_cv_table() {
  static const Table table = make_cv_table();
  return table;
}

const Refusals& keras_refusals() {
  static const Refusals refusals{
      {"RandomElasticTransform", "elastic_transform", "its strength depends on the size of the image"},
      {"AugMix", "aug_mix", "its strength is measured in another way"},
      {"CutMix", "cutmix", "its strength is measured in another way"},
      {"GridMask", "grid_mask", "cells are in fractions of the image there, in pixels here"},
      {"Mosaic", "mosaic", "it mixes the pictures of a batch"}};
  return refusals;
}

bool is_keras(const json& document) {
  const json& first = document.is_array() && !document.empty() ? document.front() : document;
  return first.is_object() && first.contains("class_name");
}

OpsJson import_keras(const json& document, Report& report) {
  Reader reader(report);
  if (document.is_object()) return reader.read(document, "");
  OpsJson ops;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const OpsJson part = reader.read(document[i], member("", i));
    ops.insert(ops.end(), part.begin(), part.end());
  }
  return ops;
}

}  // namespace augshard

#include <algorithm>

#include "import/compositions.h"
#include "import/libraries.h"
#include "op/values.h"

namespace augshard {
namespace {

using nlohmann::json;

// Names of today, and Pillow's numbers, which older code has.
ValueRule interpolation() {
  return words({{"\"bilinear\"", "null"},
                {"\"nearest\"", "\"nearest\""},
                {"\"nearest-exact\"", "\"nearest\""},
                {"\"bicubic\"", "\"cubic\""},
                {"\"lanczos\"", "\"lanczos4\""},
                {"\"box\"", "\"area\""},
                {"\"InterpolationMode.BILINEAR\"", "null"},
                {"\"InterpolationMode.NEAREST\"", "\"nearest\""},
                {"\"InterpolationMode.BICUBIC\"", "\"cubic\""},
                {"0", "\"nearest\""},
                {"1", "\"lanczos4\""},
                {"2", "null"},
                {"3", "\"cubic\""}});
}

Parameters filled() { return {{"fill", "0", "fill", color_255()}, {"fill", "0", "mask_fill", label()}}; }
Parameters warp(const char* usual_interpolation) {
  return Parameters{{"interpolation", usual_interpolation, "interpolation", interpolation()},
                    {"", "\"constant\"", "border", same()}} +
         filled();
}
Parameters padding() {
  return Parameters{{"padding_mode", "\"constant\"", "border",
                     words({{"\"constant\"", "null"},
                            {"\"edge\"", "\"replicate\""},
                            {"\"reflect\"", "\"reflect101\""},
                            {"\"symmetric\"", "\"reflect\""}})}} +
         filled();
}
Parameters scaling() {
  return {{"interpolation", "\"bilinear\"", "interpolation", interpolation()}, {"antialias", "true", "", by_hand()}};
}

// Values of 0..255 where they are above 1, fractions else.
ValueRule intensity() {
  return [](const json& value) -> std::optional<json> {
    if (!value.is_number()) return std::nullopt;
    return tidy(value.get<double>() > 1 ? value.get<double>() / 255 : value.get<double>());
  };
}

void tell_antialias(Transform& t) {
  if (t.value("antialias") == false) t.differs("an image that shrinks is averaged over areas here");
}

// A side for both, [side], or [height, width].
bool set_frame(Transform& t) {
  const json& size = t.value("size");
  const bool pair = size.is_array() && size.size() == 2;
  if (!size.is_number() && !(size.is_array() && (size.size() == 1 || pair))) {
    t.lose("size");
    return false;
  }
  t.op["height"] = size.is_array() ? size.front() : size;
  t.op["width"] = size.is_array() ? size.back() : size;
  return true;
}

OpsJson framed(Transform& t) { return set_frame(t) ? OpsJson{t.op} : OpsJson{}; }

OpsJson resized_crop(Transform& t) {
  tell_antialias(t);
  return framed(t);
}

// One number is the shorter side, none leaves the longer one.
OpsJson resize(Transform& t) {
  const json& size = t.value("size");
  const json& most = t.value("max_size");
  if (size.is_array() && size.size() == 2) {
    if (t.value("antialias") == false) t.op["antialias"] = false;
    return framed(t);
  }
  tell_antialias(t);
  t.op["op"] = size.is_null() ? "longest_max_size" : "smallest_max_size";
  t.op["size"] = size.is_null() ? most : size.is_array() && !size.empty() ? size.front() : size;
  if (!size.is_null() && !most.is_null()) t.op["max_size"] = most;
  return {t.op};
}

OpsJson shortest_size(Transform& t) {
  tell_antialias(t);
  const json& sizes = t.value("min_size");
  if (sizes.empty()) return t.lose_all("'min_size' must be given");
  if (!t.value("max_size").is_null()) t.op["max_size"] = t.value("max_size");
  return one_of_values(t.op, "size", sizes.is_array() ? sizes : json::array({sizes}));
}

// A number, [x, y] or [left, top, right, bottom].
bool set_padding(const json& padding, OpJson& op) {
  json sides = padding.is_number() ? json::array({padding}) : padding;
  if (!sides.is_array() || (sides.size() != 1 && sides.size() != 2 && sides.size() != 4)) return false;
  const char* names[] = {"left_px", "top_px", "right_px", "bottom_px"};
  for (std::size_t i = 0; i < 4; ++i) op[names[i]] = sides[i % sides.size()];
  return true;
}

OpsJson pad(Transform& t) {
  if (!set_padding(t.value("padding"), t.op)) return t.lose_all("'padding' is a number, two or four");
  return {t.op};
}

OpsJson random_crop(Transform& t) {
  if (!set_frame(t)) return {};
  const json& padding = t.value("padding");
  if (padding.is_null()) return {t.op};
  OpJson border{{"op", "pad"}};
  if (!set_padding(padding, border)) return t.lose_all("'padding' is a number, two or four");
  for (const char* key : {"border", "fill", "mask_fill"}) {
    if (t.op.contains(key)) border[key] = t.op[key];
    t.op.erase(key);
  }
  return {border, t.op};
}

// Rotation there is clockwise in affine, counter-clockwise in rotate; shears have the other sign than here.
OpsJson affine(Transform& t) {
  const ValueRule negative = then(around_zero(), scaled(-1));
  t.set("angle_deg", "degrees", negative);
  if (!t.value("scale").is_null()) t.set("scale", "scale", range());
  const json& shift = t.value("translate");
  if (shift.is_array() && shift.size() == 2) {
    t.set(t.op, "translate_frac", "translate", around_zero(), shift[0]);
    if (shift[0] != shift[1]) t.set(t.op, "translate_y_frac", "translate", around_zero(), shift[1]);
  } else if (!shift.is_null()) {
    t.lose("translate");
  }
  const json& shear = t.value("shear");
  if (shear.is_null()) return {t.op};
  const bool both = shear.is_array() && shear.size() == 4;
  t.set(t.op, "shear_x_deg", "shear", negative, both ? json::array({shear[0], shear[1]}) : shear);
  if (both) t.set(t.op, "shear_y_deg", "shear", negative, json::array({shear[2], shear[3]}));
  return {t.op};
}

// Corners of the picture move inward by up to half of distortion_scale.
OpsJson perspective(Transform& t) {
  const json& scale = t.value("distortion_scale");
  if (!scale.is_number()) return t.lose_all("'distortion_scale' is a number");
  t.op["corner_frac"] = range_json(0, scale.get<double>() / 2);
  return {t.op};
}

// A field of [-1, 1] over the width there, in pixels here: half as much. One number serves x and y.
OpsJson elastic(Transform& t) {
  for (const auto& [there, here, factor] :
       {std::tuple("alpha", "alpha_px", 0.5), std::tuple("sigma", "sigma_px", 1.0)}) {
    const auto ends = ends_of(t.value(there));
    if (!ends || ends->first != ends->second) {
      t.lose(there, "x and y have one value here");
    } else {
      t.op[here] = tidy(ends->first * factor);
    }
  }
  return {t.op};
}

OpsJson erasing(Transform& t) {
  const json& value = t.value("value");
  if (value == "random") return {t.op};
  t.op["fill"] = "value";
  if (value != 0) t.set("value", "value", value.is_array() ? same() : intensity());
  return {t.op};
}

// Height by width there, width by height here.
ValueRule inverse_ratio() {
  return [](const json& value) -> std::optional<json> {
    const auto ends = ends_of(value);
    if (!ends || ends->first <= 0) return std::nullopt;
    return loguniform()(range_json(1 / ends->second, 1 / ends->first));
  };
}

ValueRule pixel_type() {
  return words({{"\"float32\"", "\"float32\""},
                {"\"torch.float32\"", "\"float32\""},
                {"\"torch.float\"", "\"float32\""},
                {"\"uint8\"", "\"uint8\""},
                {"\"torch.uint8\"", "\"uint8\""},
                {"\"uint16\"", "\"uint16\""},
                {"\"torch.uint16\"", "\"uint16\""}});
}

constexpr const char* kAxes =
    "the order of axes is a matter of the output here: \"channels\": \"first\" of an npy field";
constexpr const char* kBoxes =
    "boxes are clipped, and left out by the keys of their target: \"min_side_px\", \"min_area_px\"";

Table make_torchvision_table() {
  return {
      // Geometry
      {"RandomHorizontalFlip", "horizontal_flip", 0.5},
      {"RandomVerticalFlip", "vertical_flip", 0.5},
      {"RandomRotation", "rotate", 1,
       Parameters{{"degrees", "", "angle_deg", around_zero()},
                  {"expand", "false", "canvas", words({{"false", "null"}, {"true", "\"expand\""}})},
                  {"center", "null", "", only("null")}} +
           warp("\"nearest\""),
       nullptr, "", R"({"degrees": 30})"},
      {"RandomAffine", "affine", 1,
       Parameters{{"degrees", "", "", by_hand()},
                  {"translate", "null", "", by_hand()},
                  {"scale", "null", "", by_hand()},
                  {"shear", "null", "", by_hand()},
                  {"center", "null", "", only("null")}} +
           warp("\"nearest\""),
       affine, "", R"({"degrees": [-10, 30], "translate": [0.1, 0.2], "scale": [0.8, 1.2], "shear": [-5, 5, 0, 10]})"},
      {"RandomPerspective", "perspective", 0.5,
       Parameters{{"distortion_scale", "0.5", "", by_hand()}, {"", "\"fit\"", "canvas", same()}} + warp("\"bilinear\""),
       perspective},
      {"ElasticTransform", "elastic_transform", 1,
       Parameters{{"alpha", "50", "", by_hand()}, {"sigma", "5", "", by_hand()}} + warp("\"bilinear\""), elastic},

      // Sizes
      {"Resize", "resize", 1,
       Parameters{{"size", "null", "", by_hand()}, {"max_size", "null", "", by_hand()}} + scaling(), resize, "",
       R"({"size": [64, 96]})"},
      {"RandomShortestSize", "smallest_max_size", 1,
       Parameters{{"min_size", "", "", by_hand()}, {"max_size", "null", "", by_hand()}} + scaling(), shortest_size, "",
       R"({"min_size": [96, 128], "max_size": 320})"},
      {"RandomResizedCrop", "random_resized_crop", 1,
       Parameters{{"size", "", "", by_hand()},
                  {"scale", "[0.08, 1]", "scale", range()},
                  {"ratio", "[0.75, 1.3333333333]", "ratio", loguniform()}} +
           scaling(),
       resized_crop, "", R"({"size": [64, 96]})"},
      {"CenterCrop", "center_crop", 1, {{"size", "", "", by_hand()}}, framed, "", R"({"size": 64})"},
      {"RandomCrop", "random_crop", 1,
       Parameters{{"size", "", "", by_hand()},
                  {"padding", "null", "", by_hand()},
                  {"pad_if_needed", "false", "if_smaller", words({{"false", "\"error\""}, {"true", "\"pad\""}})}} +
           padding(),
       random_crop, "", R"({"size": 64, "padding": 4})"},
      {"Pad", "pad", 1, Parameters{{"padding", "", "", by_hand()}} + padding(), pad, "", R"({"padding": [4, 8]})"},
      {"RandomIoUCrop",
       "random_iou_crop",
       1,
       {{"min_scale", "0.3", "", by_hand()},
        {"max_scale", "1", "", by_hand()},
        {"min_aspect_ratio", "0.5", "min_ratio", same()},
        {"max_aspect_ratio", "2", "max_ratio", same()},
        {"sampler_options", "[0, 0.1, 0.3, 0.5, 0.7, 0.9, 1]", "", by_hand()},
        {"trials", "40", "tries", same()}},
       [](Transform& t) -> OpsJson {
         t.op["scale"] = {t.value("min_scale"), t.value("max_scale")};
         if (t.value("sampler_options").is_array()) t.op["min_iou"] = OpJson{{"choice", t.value("sampler_options")}};
         return {t.op};
       }},
      {"RandomZoomOut", "zoom_out", 0.5, Parameters{{"side_range", "[1, 4]", "side_factor", range()}} + filled()},
      {"FiveCrop",
       "five_crop",
       1,
       {{"size", "", "", by_hand()}},
       framed,
       "each copy takes one of the five here: set \"copies\" of the split to 5",
       R"({"size": 64})"},

      // Policies and mixes
      {"RandAugment",
       "rand_augment",
       1,
       {{"num_ops", "2", "n", same()},
        {"magnitude", "9", "magnitude", same()},
        {"num_magnitude_bins", "31", "", only("31")},
        {"interpolation", "\"nearest\"", "", ignored()},
        {"fill", "null", "", ignored()}}},
      {"TrivialAugmentWide",
       "trivial_augment",
       1,
       {{"num_magnitude_bins", "31", "", only("31")},
        {"interpolation", "\"nearest\"", "", ignored()},
        {"fill", "null", "", ignored()}}},
      {"AutoAugment",
       "auto_augment",
       1,
       {{"policy", "\"imagenet\"", "policy",
         words({{"\"imagenet\"", "\"imagenet\""},
                {"\"cifar10\"", "\"cifar10\""},
                {"\"svhn\"", "\"svhn\""},
                {"\"AutoAugmentPolicy.IMAGENET\"", "\"imagenet\""},
                {"\"AutoAugmentPolicy.CIFAR10\"", "\"cifar10\""},
                {"\"AutoAugmentPolicy.SVHN\"", "\"svhn\""}})},
        {"interpolation", "\"nearest\"", "", ignored()},
        {"fill", "null", "", ignored()}}},
      {"AugMix",
       "aug_mix",
       1,
       {{"severity", "3", "severity", same()},
        {"mixture_width", "3", "width", same()},
        {"chain_depth", "-1", "depth", words({{"-1", "[1, 3]"}, {"1", "1"}, {"2", "2"}, {"3", "3"}})},
        {"alpha", "1", "", only("1")},
        {"all_ops", "true", "all_ops", same()},
        {"interpolation", "\"bilinear\"", "", ignored()},
        {"fill", "null", "", ignored()}},
       nullptr,
       "one geometric op before the mix serves all targets here, chains have their own there"},
      {"MixUp",
       "mixup",
       1,
       {{"alpha", "1", "alpha", same()},
        {"num_classes", "null", "", ignored()},
        {"labels_getter", "null", "", ignored()}}},
      {"CutMix",
       "cutmix",
       1,
       {{"alpha", "1", "alpha", same()},
        {"num_classes", "null", "", ignored()},
        {"labels_getter", "null", "", ignored()}}},

      // Colour, blur, noise
      {"RandomPhotometricDistort",
       "photo_metric_distort",
       1,
       {{"brightness", "[0.875, 1.125]", "brightness", range()},
        {"contrast", "[0.5, 1.5]", "contrast", range()},
        {"saturation", "[0.5, 1.5]", "saturation", range()},
        {"hue", "[-0.05, 0.05]", "hue", range()},
        {"p", "0.5", "change_p", same()},
        {"p", "0.5", "shuffle_p", same()}}},
      {"ColorJitter",
       "color_jitter",
       1,
       {{"brightness", "0", "brightness", around_one()},
        {"contrast", "0", "contrast", around_one()},
        {"saturation", "0", "saturation", around_one()},
        {"hue", "0", "hue", around_zero()}}},
      {"Grayscale",
       "to_gray",
       1,
       {{"num_output_channels", "1", "keep_channels", words({{"1", "false"}, {"3", "null"}})}}},
      {"RandomGrayscale", "to_gray", 0.1},
      {"RandomInvert", "invert", 0.5},
      {"RandomPosterize", "posterize", 0.5, {{"bits", "", "bits", same()}}, nullptr, "", R"({"bits": 4})"},
      {"RandomSolarize",
       "solarize",
       0.5,
       {{"threshold", "", "threshold", intensity()}},
       nullptr,
       "",
       R"({"threshold": 128})"},
      {"RandomEqualize", "equalize", 0.5, {{"", "\"pil\"", "method", same()}}},
      {"RandomAutocontrast", "auto_contrast", 0.5},
      {"RandomAdjustSharpness",
       "sharpness",
       0.5,
       {{"sharpness_factor", "", "factor", same()}},
       nullptr,
       "",
       R"({"sharpness_factor": 2})"},
      {"RandomChannelPermutation", "channel_shuffle"},
      {"GaussianBlur",
       "gaussian_blur",
       1,
       {{"kernel_size", "5", "", ignored()}, {"sigma", "[0.1, 2]", "sigma", range()}},
       nullptr,
       "the size of the kernel follows from sigma here"},
      {"GaussianNoise",
       "gaussian_noise",
       1,
       {{"sigma", "0.1", "std", same()}, {"mean", "0", "", only("0")}, {"clip", "true", "", ignored()}}},
      {"JPEG", "image_compression", 1, {{"quality", "", "quality", range()}}, nullptr, "", R"({"quality": [50, 90]})"},
      {"RandomErasing",
       "random_erasing",
       0.5,
       {{"scale", "[0.02, 0.33]", "area_frac", range()},
        {"ratio", "[0.3, 3.3]", "ratio", inverse_ratio()},
        {"value", "0", "", by_hand()},
        {"inplace", "false", "", ignored()}},
       erasing},

      // Values
      {"Normalize",
       "normalize",
       1,
       {{"mean", "", "mean", same()}, {"std", "", "std", same()}, {"inplace", "false", "", ignored()}},
       nullptr,
       "",
       R"({"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]})"},
      {"ToDtype",
       "cast",
       1,
       {{"dtype", "", "dtype", pixel_type()}, {"scale", "false", "", only("true")}},
       nullptr,
       "",
       R"({"dtype": "float32", "scale": true})"},
      {"ConvertImageDtype", "cast", 1, {{"dtype", "\"float32\"", "dtype", pixel_type()}}},
      {"ToTensor", "cast", 1, {{"", "\"float32\"", "dtype", same()}}, nullptr, kAxes},
      {"ToImage", "", 1, {}, nullptr, kAxes},
      {"PILToTensor", "", 1, {}, nullptr, kAxes},
      {"ToPILImage", "", 1, {{"mode", "null", "", ignored()}}},
      {"ToPureTensor", "", 1},
      {"Identity", "identity"},
      {"RGB", "", 1, {}, nullptr, "gray images become RGB by \"color\": \"rgb\" of the image target"},
      {"SanitizeBoundingBoxes",
       "",
       1,
       {{"min_size", "1", "", ignored()}, {"min_area", "1", "", ignored()}, {"labels_getter", "null", "", ignored()}},
       nullptr,
       kBoxes},
      {"ClampBoundingBoxes", "", 1, {{"clamping_mode", "null", "", ignored()}}, nullptr, kBoxes},
      {"SanitizeKeyPoints", "", 1, {{"labels_getter", "null", "", ignored()}}},
      {"ClampKeyPoints", "", 1},
  };
}

// What a transform of a list is called, and by which key: "name" or "type".
std::string key_of(const json& transform) {
  for (const char* key : {"name", "type"}) {
    if (transform.is_object() && transform.contains(key) && transform[key].is_string()) return key;
  }
  return "";
}

// "torchvision.transforms.v2.Resize" and "Resize" are one.
std::string name_of(const json& transform) {
  const std::string key = key_of(transform);
  if (key.empty()) return "";
  const auto full = transform[key].get<std::string>();
  return full.substr(full.rfind('.') + 1);
}

class Reader {
 public:
  explicit Reader(Report& report) : report_(report) {}

  OpsJson read(const json& transform, const std::string& pointer) {
    const std::string name = name_of(transform);
    if (name.empty()) {
      report_unknown_transform(shown(transform), transform_list_refusals(), pointer, report_);
      return {};
    }
    if (!transform.contains("transforms")) return read_transform(name, transform, pointer);
    if (!transform["transforms"].is_array()) {
      report_unknown_transform(name, transform_list_refusals(), pointer, report_);
      return {};
    }
    return read_composition(name, transform, read_children(transform["transforms"], member(pointer, "transforms")),
                            pointer);
  }

  std::vector<Child> read_children(const json& list, const std::string& pointer) {
    std::vector<Child> children;
    for (std::size_t i = 0; i < list.size(); ++i) {
      // A list in a list is a sequence of OpenMMLab.
      const std::string place = member(pointer, i);
      children.push_back({list[i].is_array() ? sequential(read_children(list[i], place), 1) : read(list[i], place)});
    }
    return children;
  }

 private:
  OpsJson read_composition(const std::string& name, const json& transform, std::vector<Child> children,
                           const std::string& pointer) {
    const json p = transform.value("p", transform.value("prob", json()));
    const double chance = p.is_number() ? p.get<double>() : name == "RandomApply" ? 0.5 : 1.0;
    if (name == "Compose" || name == "RandomApply") return sequential(children, chance);
    if (name == "RandomOrder") return random_order(children, 1);
    if (name == "RandomChoice") {
      for (std::size_t i = 0; p.is_array() && i < std::min(p.size(), children.size()); ++i) {
        if (p[i].is_number()) children[i].weight = p[i].get<double>();
      }
      return one_of(children, 1);
    }
    report_unknown_transform(name, transform_list_refusals(), pointer, report_);
    return {};
  }

  // Where both libraries have the name, the one whose entry knows every parameter; OpenMMLab says "type".
  OpsJson read_transform(const std::string& name, const json& transform, const std::string& pointer) {
    const std::string key = key_of(transform);
    const Given torchvision{transform, pointer, {key}, "p"};
    const Given mmseg{transform, pointer, {key}, "prob"};
    const Conversion* one = find_conversion(torchvision_table(), name);
    const Conversion* other = find_conversion(mmseg_table(), name);
    if (one == nullptr && other == nullptr) {
      report_unknown_transform(name, transform_list_refusals(), pointer, report_);
      return {};
    }
    const bool by_type = key == "type" || one == nullptr;
    const bool is_mmseg =
        other != nullptr && (one == nullptr || (by_type ? knows_all(*other, mmseg) || !knows_all(*one, torchvision)
                                                        : knows_all(*other, mmseg) && !knows_all(*one, torchvision)));
    return is_mmseg ? convert(*other, mmseg, report_) : convert(*one, torchvision, report_);
  }

  Report& report_;
};

}  // namespace

const Table& torchvision_table() {
  static const Table table = make_torchvision_table();
  return table;
}

const Refusals& transform_list_refusals() {
  static const Refusals refusals{{"TenCrop", "five_crop", "there are five patches, not their mirrors"},
                                 {"RandomResize", "random_scale", "the shorter side is drawn in pixels there"},
                                 {"ScaleJitter", "random_scale", "the size depends on that of the image there"}};
  return refusals;
}

bool is_transform_list(const json& document) {
  const json& first = document.is_array() && !document.empty() ? document.front() : document;
  return !key_of(first).empty();
}

OpsJson import_transform_list(const json& document, Report& report) {
  Reader reader(report);
  return document.is_array() ? sequential(reader.read_children(document, ""), 1) : reader.read(document, "");
}

}  // namespace augshard

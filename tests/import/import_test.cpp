#include "import/import.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

using namespace augshard;
using nlohmann::json;

namespace {

json ops_of(const std::string& text) {
  const Imported imported = import_pipeline(text, "file.json");
  for (const Diagnostic& diagnostic : imported.diagnostics)
    CHECK_MESSAGE(diagnostic.severity == Severity::warning, format(diagnostic));
  return imported.ops.empty() ? json() : json::parse(imported.ops);
}

// The first error, as it would be printed, and what came out all the same.
std::string error_of(const std::string& text) {
  const Imported imported = import_pipeline(text, "file.json");
  const auto found = std::find_if(imported.diagnostics.begin(), imported.diagnostics.end(),
                                  [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
  return found == imported.diagnostics.end() ? "" : found->code + " " + found->pointer;
}

json albumentations(const std::string& transforms) {
  return ops_of(R"({"__version__": "2.0.8", "transform": {"__class_fullname__": "Compose", "p": 1.0, "transforms": [)" +
                transforms + "]}}");
}

json keras(const std::string& name, const std::string& config) {
  return ops_of(R"({"module": "keras.layers", "class_name": ")" + name + R"(", "config": )" + config + "}");
}

}  // namespace

TEST_CASE("a pipeline of Albumentations is a list of ops with their probabilities") {
  CHECK(albumentations(R"({"__class_fullname__": "HorizontalFlip", "p": 0.5}, {"__class_fullname__": "Rotate", "p": 1.0,
    "limit": [-30.0, 20.0], "border_mode": 0, "fill": 51.0, "fill_mask": 7.0, "interpolation": 2})") ==
        json::parse(R"([{"op": "horizontal_flip", "p": 0.5},
          {"op": "rotate", "angle_deg": [-30, 20], "interpolation": "cubic", "border": "constant", "fill": 0.2, "mask_fill": 7}])"));
}

TEST_CASE("one_of takes the probabilities of its children as weights") {
  CHECK(
      albumentations(R"({"__class_fullname__": "OneOf", "p": 0.9, "transforms": [
    {"__class_fullname__": "VerticalFlip", "p": 0.2}, {"__class_fullname__": "Transpose", "p": 0.6}]})") ==
      json::parse(
          R"([{"op": "one_of", "weights": [0.2, 0.6], "p": 0.9, "ops": [{"op": "vertical_flip"}, {"op": "transpose"}]}])"));
}

TEST_CASE("compositions of Albumentations nest") {
  CHECK(albumentations(R"({"__class_fullname__": "SomeOf", "p": 1, "n": 1, "replace": false, "transforms": [
    {"__class_fullname__": "Sequential", "p": 0.4, "transforms": [{"__class_fullname__": "Transpose", "p": 0.5}]},
    {"__class_fullname__": "OneOrOther", "p": 0.3, "transforms": [
      {"__class_fullname__": "HorizontalFlip", "p": 0.5}, {"__class_fullname__": "VerticalFlip", "p": 0.5}]}]})") ==
        json::parse(R"([{"op": "some_of", "n": 1, "ops": [
          {"op": "sequential", "p": 0.4, "ops": [{"op": "transpose", "p": 0.5}]},
          {"op": "one_of", "weights": [0.3, 0.7], "ops": [{"op": "horizontal_flip"}, {"op": "vertical_flip"}]}]}])"));
}

TEST_CASE("a shear after a rotation stays after it and is turned round, in two ops under one probability") {
  CHECK(albumentations(
            R"({"__class_fullname__": "Affine", "p": 0.5, "rotate": [10.0, 10.0], "shear": {"x": [5, 5], "y": [0, 0]},
    "scale": {"x": [2.0, 2.0], "y": [2.0, 2.0]}, "border_mode": 4})") ==
        json::parse(R"([{"op": "sequential", "p": 0.5, "ops": [{"op": "affine", "scale": 2, "angle_deg": 10},
          {"op": "affine", "shear_x_deg": -5}]}])"));
}

TEST_CASE("contrast is about black in Albumentations, about the channels' means in Keras") {
  CHECK(
      albumentations(R"({"__class_fullname__": "RandomBrightnessContrast", "p": 1.0, "brightness_limit": [0.1, 0.1],
    "contrast_limit": [-0.2, 0.2]})") ==
      json::parse(
          R"([{"op": "brightness_contrast", "brightness": 0.1, "contrast": [-0.2, 0.2], "contrast_about": "black"}])"));
}

TEST_CASE("parameters of Albumentations 1.x are read by their older names") {
  const Imported imported = import_pipeline(R"({"__version__": "1.3.1", "transform": {
    "__class_fullname__": "albumentations.core.composition.Compose", "p": 1.0, "transforms": [
    {"__class_fullname__": "albumentations.augmentations.dropout.coarse_dropout.CoarseDropout", "always_apply": true, "p": 0.5,
     "min_holes": 2, "max_holes": 4, "min_height": 0.1, "max_height": 0.3, "min_width": null, "max_width": 0.2,
     "fill_value": 0, "mask_fill_value": 255}]}})",
                                            "old.json");
  CHECK(json::parse(imported.ops) ==
        json::parse(R"([{"op": "coarse_dropout", "holes": [2, 4], "height_frac": [0.1, 0.3],
    "width_frac": 0.2, "mask_fill": 255}])"));
  CHECK(imported.diagnostics.size() == 1);
  CHECK(imported.diagnostics.front().pointer == "/__version__");
}

TEST_CASE("the three meanings of a number of Keras") {
  CHECK(keras("RandomRotation", R"({"factor": 0.1, "fill_mode": "constant"})") ==
        json::parse(R"([{"op": "rotate", "angle_deg": [-36, 36], "border": "constant", "mask_fill": 0}])"));
  CHECK(keras("RandomHue", R"({"factor": 0.5})") ==
        json::parse(R"([{"op": "hue_saturation_value", "hue_deg": [-90, 90]}])"));
  CHECK(keras("RandomContrast", R"({"factor": 0.3})") ==
        json::parse(R"([{"op": "brightness_contrast", "contrast": [-0.3, 0.3], "contrast_about": "channel_means"}])"));
  CHECK(keras("RandomContrast", R"({"factor": [0, 0.3]})") ==
        json::parse(R"([{"op": "brightness_contrast", "contrast": [0, 0.3], "contrast_about": "channel_means"}])"));
}

TEST_CASE("a zoom of Keras is out when positive") {
  CHECK(
      keras("RandomZoom", R"({"height_factor": [0.25, 0.25], "width_factor": [-0.5, -0.5], "fill_mode": "nearest"})") ==
      json::parse(R"([{"op": "zoom", "border": "replicate", "scale": 2, "scale_y": 0.8}])"));
}

TEST_CASE("a factor of Keras that is a probability becomes p") {
  CHECK(keras("RandomInvert", R"({"factor": [0.5, 1.0]})") == json::parse(R"([{"op": "invert", "p": 0.75}])"));
  CHECK(keras("RandomInvert", "{}") == json::parse(R"([{"op": "invert", "p": 0.5}])"));
}

TEST_CASE("what Keras saves beside the parameters is dropped") {
  CHECK(keras("RandomFlip",
              R"({"name": "f", "trainable": true, "dtype": {"class_name": "DTypePolicy", "config": {"name": "float32"}},
    "data_format": "channels_last", "seed": 3, "mode": "vertical"})") ==
        json::parse(R"([{"op": "random_flip", "mode": "vertical"}])"));
}

TEST_CASE("a model of Keras is its layers, in order") {
  CHECK(ops_of(R"({"class_name": "Sequential", "config": {"layers": [
    {"class_name": "InputLayer", "config": {"batch_shape": [null, 64, 64, 3], "dtype": "float32"}},
    {"class_name": "Pipeline", "config": {"layers": [{"class_name": "RandomFlip", "config": {"mode": "horizontal"}}]}},
    {"class_name": "Rescaling", "config": {"scale": 2, "offset": -1}}]}})") ==
        json::parse(R"([{"op": "random_flip", "mode": "horizontal"},
          {"op": "rescale", "in": [0, 255], "out": [-1, 509], "clip": false}])"));
}

TEST_CASE("layers of KerasCV have their own entries and factors") {
  CHECK(ops_of(R"({"class_name": "keras_cv>RandomFlip", "config": {"mode": "horizontal", "rate": 0.3}})") ==
        json::parse(R"([{"op": "horizontal_flip", "p": 0.3}])"));
  CHECK(ops_of(R"({"class_name": "RandomCutout", "registered_name": "keras_cv.layers>RandomCutout", "config": {
    "height_factor": {"class_name": "keras_cv>UniformFactorSampler", "config": {"lower": 0.1, "upper": 0.2}},
    "width_factor": {"class_name": "keras_cv>ConstantFactorSampler", "config": {"value": 0.3}}}})") ==
        json::parse(R"([{"op": "coarse_dropout", "holes": 1, "height_frac": [0.1, 0.2], "width_frac": 0.3}])"));
}

TEST_CASE("torchvision turns and shears the other way in RandomAffine") {
  CHECK(
      ops_of(
          R"([{"name": "RandomAffine", "degrees": [10, 30], "translate": [0.1, 0.2], "shear": [5, 5], "fill": 255}])") ==
      json::parse(R"([{"op": "affine", "interpolation": "nearest", "border": "constant", "fill": 1, "mask_fill": 255,
          "angle_deg": [-30, -10], "translate_frac": [-0.1, 0.1], "translate_y_frac": [-0.2, 0.2], "shear_x_deg": -5}])"));
}

TEST_CASE("a name that torchvision and MMSegmentation share is told apart by its parameters") {
  CHECK(ops_of(R"([{"type": "RandomCrop", "crop_size": [64, 96], "cat_max_ratio": 0.75}])") ==
        json::parse(R"([{"op": "random_crop", "height": 64, "width": 96, "cat_max_ratio": 0.75}])"));
  CHECK(ops_of(R"([{"type": "RandomCrop", "size": [64, 96]}])") ==
        json::parse(R"([{"op": "random_crop", "height": 64, "width": 96, "if_smaller": "error", "mask_fill": 0}])"));
  CHECK(ops_of(R"([{"type": "RandomFlip", "prob": 0.5}])") == json::parse(R"([{"op": "horizontal_flip", "p": 0.5}])"));
  CHECK(ops_of(R"([{"type": "RandomRotate", "prob": 0.3, "degree": [-10, 30]}])") ==
        json::parse(R"([{"op": "rotate", "angle_deg": [-30, 10], "border": "constant", "mask_fill": 255, "p": 0.3}])"));
}

TEST_CASE("compositions of torchvision") {
  CHECK(ops_of(R"({"name": "Compose", "transforms": [
    {"name": "RandomApply", "p": 0.3, "transforms": [{"name": "Grayscale", "num_output_channels": 3}]},
    {"name": "RandomChoice", "p": [1, 3], "transforms": [{"name": "RandomHorizontalFlip", "p": 1}, {"name": "Identity"}]},
    {"name": "RandomOrder", "transforms": [{"name": "RandomVerticalFlip"}]}]})") ==
        json::parse(R"([{"op": "sequential", "p": 0.3, "ops": [{"op": "to_gray"}]},
          {"op": "one_of", "weights": [1, 3], "ops": [{"op": "horizontal_flip"}, {"op": "identity"}]},
          {"op": "random_order", "ops": [{"op": "vertical_flip", "p": 0.5}]}])"));
}

TEST_CASE("an unknown transform is named by its place; the others keep their share") {
  const std::string text =
      R"({"__version__": "2.0.8", "transform": {"__class_fullname__": "OneOf", "p": 1.0, "transforms": [
    {"__class_fullname__": "Superpixels", "p": 0.5}, {"__class_fullname__": "Transpose", "p": 0.5}]}})";
  CHECK(error_of(text) == "not-carried /transform/transforms/0");
  CHECK(json::parse(import_pipeline(text, "a.json").ops) ==
        json::parse(R"([{"op": "one_of", "ops": [{"op": "identity"}, {"op": "transpose"}]}])"));
}

TEST_CASE("a value beyond the range here is told in the words of the library") {
  CHECK(error_of(R"([{"name": "GaussianBlur", "kernel_size": 5, "sigma": [0.1, 200]}])") == "not-carried /0/sigma");
  CHECK(error_of(R"([{"name": "RandomRotation", "degrees": 10, "center": [1, 2]}])") == "not-carried /0/center");
}

TEST_CASE("what is no pipeline") {
  for (const char* text : {"{}", "7", "null", "[1, 2]", R"({"ops": []})", R"({"class": "Compose"})"}) {
    CAPTURE(text);
    CHECK(error_of(text) == "format ");
    CHECK(import_pipeline(text, "a.json").ops.empty());
  }
  CHECK(error_of("{") == "syntax ");
  CHECK(ops_of("[]") == json::array());
}

TEST_CASE("odd documents give messages") {
  for (const char* text :
       {R"({"transform": {"__class_fullname__": "Compose", "transforms": 7}})",
        R"({"__class_fullname__": "Compose", "transforms": [3]})", R"({"class_name": "Sequential", "config": "x"})",
        R"({"class_name": "Pipeline", "config": {"layers": [1]}})", R"([{"name": "Compose", "transforms": {}}])",
        R"([{"name": "Resize", "size": 64}, 4])", R"([{"name": "RandomHorizontalFlip", "p": "often"}])",
        R"({"transform": {"__class_fullname__": "SelectiveChannelTransform", "transforms": []}})"}) {
    CAPTURE(text);
    CHECK(error_of(text).substr(0, 11) == "not-carried");
  }
}

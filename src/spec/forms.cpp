#include "spec/forms.h"

#include "op/bind.h"
#include "sample/annotation.h"

namespace augshard {
namespace {

using enum KeyType;

Form with(Form form, const Form& more) {
  form.insert(form.end(), more.begin(), more.end());
  return form;
}

Form located_form(const std::string& type, const Form& own) {
  return with({{.name = "type", .type = choice, .doc = "Layout of the source.", .choices = {type}, .required = true},
               {.name = "root",
                .type = string,
                .doc = "Folder that paths start from, relative to this file.",
                .definition = kFilledText},
               {.name = "max_pixels",
                .type = integer,
                .doc = "Images and masks with more pixels are rejects.",
                .range = {1, 0x1p40},
                .fallback = "67108864"},
               {.name = "max_file_bytes",
                .doc = "Larger files are rejects: a number, or text as 256MiB.",
                .fallback = "\"1GiB\"",
                .definition = "byte_count"}},
              own);
}

Form source_form(const std::string& type, const Form& own) {
  return with(located_form(type, own), {{.name = "missing_mask",
                                         .type = choice,
                                         .doc = "What to do with an image that has no mask.",
                                         .choices = {"error", "skip", "background"},
                                         .fallback = "\"error\""},
                                        {.name = "extra_mask",
                                         .type = choice,
                                         .doc = "What to do with a mask that has no image.",
                                         .choices = {"error", "ignore"},
                                         .fallback = "\"error\""},
                                        {.name = "size_mismatch",
                                         .type = choice,
                                         .doc = "What to do with a mask of another size than its image.",
                                         .choices = {"error", "resize_mask"},
                                         .fallback = "\"error\""}});
}

template <class Formats>
std::vector<std::string> names_of(const Formats& formats) {
  std::vector<std::string> names;
  for (const auto format : formats) names.emplace_back(name_of(format));
  return names;
}

Key column_key(const std::string& doc) {
  return {.name = "column", .type = string, .doc = doc, .required = true, .definition = kFilledText};
}

Key box_format_key(const std::string& doc) {
  return {.name = "format",
          .type = choice,
          .doc = doc,
          .choices = names_of(kBoxFormats),
          .hint = "COCO writes xywh, VOC xyxy, YOLO rel_cxcywh, TFDS rel_yxyx; cx, cy are the centre, w, h the size"};
}

Key keypoint_format_key(const std::string& doc) {
  return {.name = "format", .type = choice, .doc = doc, .choices = names_of(kKeypointFormats)};
}

Key float_key() {
  return {.name = "dtype",
          .type = choice,
          .doc = "Type of the coordinates.",
          .choices = {"float32", "float64"},
          .fallback = "\"float32\""};
}

Key classes_key() {
  return {.name = "classes", .doc = "Names of the classes, by position or by id.", .definition = "classes"};
}

Key label_swap_key() {
  return {.name = "flip_label_swap",
          .doc = "Pairs of classes that change places on a horizontal flip.",
          .definition = "flip_label_swap"};
}

Key kind_key(const std::string& kind) {
  return {.name = "kind",
          .type = choice,
          .doc = "What the target is: \"" + kind + "\".",
          .choices = {kind},
          .required = true};
}

Key bound_key(const std::string& doc) {
  return {.name = "boxes", .type = string, .doc = doc, .definition = kFilledText};
}

Form output_form(const std::string& type, Form own) {
  return with({{.name = "type", .type = choice, .doc = "Format of the shards.", .choices = {type}, .required = true},
               {.name = "path",
                .type = string,
                .doc = "Folder under the output folder; default: the type.",
                .definition = kFilledText},
               {.name = "attributes", .type = strings, .doc = "Attributes of the record to write as fields too."}},
              own);
}

Key p_key(const std::string& fallback) {
  return {.name = "p",
          .type = number,
          .doc = "Probability that the op is applied to a copy.",
          .range = {0, 1},
          .fallback = fallback};
}

CompositionForm composition(const std::string& name, const std::string& summary, Form own, const std::string& p = "1") {
  return {name, summary,
          with({{.name = "op", .type = choice, .doc = summary, .choices = {name}, .required = true}, p_key(p)}, own)};
}

Key children() { return {.name = "ops", .doc = "The ops that it holds.", .required = true, .definition = "child_ops"}; }

}  // namespace

const Form& pipeline_form() {
  static const Form form{
      {.name = "$schema", .type = string, .doc = "Where editors find the JSON Schema of this file."},
      {.name = "augshard",
       .type = integer,
       .doc = "Version of the file format: 1.",
       .range = {1, 1},
       .required = true,
       .hint = "this version of the tool reads format 1"},
      {.name = "name",
       .type = string,
       .doc = "Name of the dataset: a letter, then letters, digits and _.",
       .required = true,
       .definition = "dataset_name"},
      {.name = "version",
       .type = string,
       .doc = "Version of the dataset: three plain numbers.",
       .fallback = "\"1.0.0\"",
       .definition = "version"},
      {.name = "seed", .doc = "Seed of all random numbers.", .fallback = "0", .definition = "seed"},
      {.name = "source", .doc = "Where the records are.", .required = true, .definition = "source"},
      {.name = "targets", .doc = "What image and masks mean.", .definition = "targets"},
      {.name = "group_by",
       .type = string,
       .doc = "Attribute whose equal values never straddle splits.",
       .definition = kFilledText},
      {.name = "ops", .doc = "Ops of every split that has none of its own.", .definition = "ops"},
      {.name = "splits", .doc = "Which records go where, and what is done to them.", .definition = "splits"},
      {.name = "shards", .doc = "How large a shard becomes.", .definition = "shards"},
      {.name = "outputs", .doc = "What is written.", .required = true, .definition = "outputs"},
      {.name = "examples_log",
       .type = boolean,
       .doc = "Write examples.jsonl, with what was drawn for each example.",
       .fallback = "true"}};
  return form;
}

const Form& folders_form() {
  static const Form form =
      source_form("folders", {{.name = "image",
                               .type = string,
                               .doc = "Pattern of the images, as images/{id}.(jpg|png).",
                               .required = true,
                               .definition = kFilledText},
                              {.name = "masks", .doc = "Pattern of each mask target.", .definition = "masks"}});
  return form;
}

const Form& table_form() {
  static const Form form = source_form(
      "table", {{.name = "file",
                 .type = string,
                 .doc = "The table: .csv or .jsonl, relative to this file.",
                 .required = true,
                 .definition = "table_file"},
                {.name = "image",
                 .type = string,
                 .doc = "Column with the path of the image.",
                 .required = true,
                 .definition = kFilledText},
                {.name = "masks", .doc = "Column of each mask target.", .definition = "masks"},
                {.name = "boxes", .doc = "Column of each boxes target.", .definition = "table_boxes"},
                {.name = "keypoints", .doc = "Column of each keypoints target.", .definition = "table_keypoints"}});
  return form;
}

const Form& table_boxes_form() {
  static const Form form = [] {
    Key format = box_format_key("What the four numbers of a box are.");
    format.required = true;
    return Form{column_key("Column with a list of boxes, each four numbers."),
                format,
                {.name = "labels",
                 .type = string,
                 .doc = "Column with a list of as many labels, ids or class names; default: all 0.",
                 .definition = kFilledText}};
  }();
  return form;
}

const Form& table_keypoints_form() {
  static const Form form = [] {
    Key format = keypoint_format_key("What the numbers of a point are.");
    format.required = true;
    return Form{column_key("Column with a list of points; of lists of points, where they go with boxes."), format};
  }();
  return form;
}

const Form& coco_form() {
  static const Form form = located_form(
      "coco", {{.name = "file",
                .type = string,
                .doc = "The instances or keypoints JSON, relative to this file.",
                .required = true,
                .definition = "coco_file"},
               {.name = "masks", .doc = "Masks drawn from the shapes: \"segmentation\".", .definition = "coco_masks"},
               {.name = "boxes", .doc = "The boxes target: \"bbox\".", .definition = "coco_boxes"},
               {.name = "keypoints", .doc = "The keypoints target: \"keypoints\".", .definition = "coco_keypoints"},
               {.name = "category_ids",
                .type = choice,
                .doc = "Ids of categories as in the file, or counted from 0 in their order (in masks from 1).",
                .choices = {"as_written", "contiguous"},
                .fallback = "\"as_written\""},
               {.name = "overlap",
                .type = choice,
                .doc = "Which of two shapes lies on top in a mask: the smaller, or the later one.",
                .choices = {"largest_first", "file_order"},
                .fallback = "\"largest_first\""},
               {.name = "unannotated",
                .type = choice,
                .doc = "What to do with an image that has no annotation.",
                .choices = {"keep", "skip"},
                .fallback = "\"keep\""}});
  return form;
}

const Form& image_target_form() {
  static const Form form{
      {.name = "interpolation",
       .type = choice,
       .doc = "How the image is sampled between its pixels.",
       .choices = interpolation_names(),
       .fallback = "\"linear\""},
      {.name = "border",
       .type = choice,
       .doc = "What stands outside the image.",
       .choices = border_names(),
       .fallback = "\"reflect101\""},
      {.name = "fill",
       .type = numbers,
       .doc = "Value outside the image where the border is constant: fraction of the range, one or one a channel.",
       .range = {0, 1},
       .fallback = "0",
       .hint = kFillHint},
      {.name = "exif",
       .type = choice,
       .doc = "What is done with an EXIF orientation.",
       .choices = {"apply", "apply_to_all", "ignore", "error"},
       .fallback = "\"apply\""},
      {.name = "alpha",
       .type = choice,
       .doc = "What becomes of an alpha channel; composite puts it on black.",
       .choices = {"keep", "drop", "composite"},
       .fallback = "\"keep\""},
      {.name = "color",
       .type = choice,
       .doc = "Convert gray to RGB, or RGB to gray, when decoding.",
       .choices = {"keep", "rgb", "gray"},
       .fallback = "\"keep\""}};
  return form;
}

const Form& mask_target_form() {
  static const Form form{
      {.name = "kind",
       .type = choice,
       .doc = "What the values of the mask are.",
       .choices = {"label", "binary", "heatmap", "instance"},
       .fallback = "\"label\""},
      {.name = "encoding",
       .type = choice,
       .doc = "How ids are stored in the files.",
       .choices = {"auto", "colors", "rgb24_id", "threshold"},
       .fallback = "\"auto\""},
      {.name = "colors", .doc = "Colour to id, for the encoding \"colors\".", .definition = "colors"},
      {.name = "threshold",
       .type = number,
       .doc = "Values from here up are 1, for the encoding \"threshold\".",
       .range = {0, 65535},
       .fallback = "128"},
      {.name = "interpolation",
       .type = choice,
       .doc = "How the mask is sampled; linear is for heatmaps, label_linear for ids.",
       .choices = {"nearest", "label_linear", "linear"}},
      {.name = "border",
       .type = choice,
       .doc = "What stands outside the mask: its fill, or the same as for the image.",
       .choices = {"fill", "same"},
       .fallback = "\"fill\""},
      {.name = "ignore",
       .doc = "Id that marks pixels without a label; default 255 for label masks, else none.",
       .definition = "ignore"},
      {.name = "fill", .type = number, .doc = "Value outside the mask; default: the ignore id, else 0."},
      classes_key(),
      label_swap_key(),
      {.name = "allow_lossy", .type = boolean, .doc = "Accept a JPEG as a mask.", .fallback = "false"},
      bound_key("The boxes target whose box number i, from 1, has id i in this instance mask.")};
  return form;
}

const Form& boxes_target_form() {
  static const Form form{kind_key("boxes"),
                         {.name = "from",
                          .type = choice,
                          .doc = "Where the boxes come from: the source, or an op such as boxes_from_mask.",
                          .choices = {"source", "ops"},
                          .fallback = "\"source\""},
                         classes_key(),
                         label_swap_key(),
                         {.name = "min_area_px",
                          .type = number,
                          .doc = "Smaller boxes are left out; px^2 in the output.",
                          .range = {0},
                          .fallback = "0"},
                         {.name = "min_side_px",
                          .type = number,
                          .doc = "Boxes with a shorter side are left out; px in the output.",
                          .range = {0},
                          .fallback = "0"},
                         {.name = "min_visibility",
                          .type = number,
                          .doc = "Boxes of which a smaller share of the original area is left are left out.",
                          .range = {0, 1},
                          .fallback = "0"}};
  return form;
}

const Form& keypoints_target_form() {
  static const Form form{
      kind_key("keypoints"),
      {.name = "points",
       .doc = "Names of the points in a set, or their number; default: any number, and lost points are left out.",
       .definition = "points"},
      {.name = "flip_pairs",
       .doc = "Pairs of points, by name or place from 0, that change places on a horizontal flip.",
       .definition = "flip_label_swap"},
      bound_key("The boxes target that each box of has a set of points; default: one set a record."),
      {.name = "convention",
       .type = choice,
       .doc = "Coordinates of the centre of the first pixel: (0, 0) by index, (0.5, 0.5) by edge.",
       .choices = {"index", "edge"},
       .fallback = "\"index\""}};
  return form;
}

const Form& split_form() {
  static const Form form{
      {.name = "fraction", .type = number, .doc = "Share of the records.", .range = {0, 1}},
      {.name = "where", .doc = "Attributes with the values that a record of this split has.", .definition = "where"},
      {.name = "list",
       .type = string,
       .doc = "File with a record key a line, relative to this file.",
       .definition = kFilledText},
      {.name = "copies",
       .type = integer,
       .doc = "Augmented copies of each record, numbered from 1.",
       .range = {1, 1000000},
       .fallback = "1"},
      {.name = "ops", .doc = "Ops of this split; default: those at the top level.", .definition = "ops"},
      {.name = "original", .doc = "Ops of one more copy, number 0.", .definition = "ops"}};
  return form;
}

const Form& shards_form() {
  static const Form form{
      {.name = "max_examples", .type = integer, .doc = "Most examples in a shard.", .range = {1, 1e9}},
      {.name = "target_bytes",
       .doc = "Estimated size of a shard: a number, or text as 256MiB.",
       .fallback = "\"256MiB\"",
       .definition = "byte_count"}};
  return form;
}

const Form& tfrecord_form() {
  static const Form form = output_form(
      "tfrecord", {{.name = "fields", .doc = "How each target is written.", .definition = "tfrecord_fields"},
                   {.name = "preset",
                    .type = choice,
                    .doc = "Names of the keys in an example.",
                    .choices = {"tfds", "deeplab", "detection"},
                    .fallback = "\"tfds\""},
                   {.name = "compression",
                    .type = choice,
                    .doc = "Compression of whole files.",
                    .choices = {"none", "gzip"},
                    .fallback = "\"none\""},
                   {.name = "index",
                    .type = boolean,
                    .doc = "Write an index file beside each shard; with gzip there is none.",
                    .fallback = "true"}});
  return form;
}

const Form& npy_form() {
  static const Form form =
      output_form("npy", {{.name = "fields", .doc = "How each target is written.", .definition = "npy_fields"}});
  return form;
}

const Form& tfrecord_image_field_form() {
  static const Form form{
      {.name = "encoding",
       .type = choice,
       .doc = "Default: jpeg for 8-bit RGB or gray, png for other 8 and 16 bits, else raw.",
       .choices = {"jpeg", "png", "raw"}},
      {.name = "quality", .type = integer, .doc = "JPEG quality.", .range = {1, 100}, .fallback = "95"}};
  return form;
}

const Form& tfrecord_mask_field_form() {
  static const Form form{{.name = "encoding",
                          .type = choice,
                          .doc = "Default: png; raw for several channels, int32 and float.",
                          .choices = {"png", "raw"}}};
  return form;
}

const Form& tfrecord_boxes_field_form() {
  static const Form form{box_format_key("What the four numbers of a box are; default: rel_yxyx, as TFDS has them.")};
  return form;
}

const Form& tfrecord_keypoints_field_form() {
  static const Form form{keypoint_format_key("What the numbers of a point are; default: xyv.")};
  return form;
}

const Form& npy_boxes_field_form() {
  static const Form form{box_format_key("What the four numbers of a box are; default: xyxy."), float_key()};
  return form;
}

const Form& npy_keypoints_field_form() {
  static const Form form{keypoint_format_key("What the numbers of a point are; default: xyv."), float_key()};
  return form;
}

const Form& npy_image_field_form() {
  static const Form form{{.name = "dtype",
                          .type = choice,
                          .doc = "Cast to this type; values are not scaled.",
                          .choices = {"uint8", "uint16", "int32", "float16", "float32"}},
                         {.name = "channels",
                          .type = choice,
                          .doc = "Place of the channel axis.",
                          .choices = {"last", "first"},
                          .fallback = "\"last\""}};
  return form;
}

const Form& npy_mask_field_form() {
  static const Form form =
      with(npy_image_field_form(), {{.name = "one_hot",
                                     .type = integer,
                                     .doc = "Number of classes: writes one plane a class, for label masks.",
                                     .range = {2, 65536}}});
  return form;
}

const std::vector<CompositionForm>& composition_forms() {
  static const std::vector<CompositionForm> forms{
      composition("blend", "Mixes the image with chains of ops on it, each chain drawn anew.",
                  {children(),
                   {.name = "width", .doc = "How many chains; default 3.", .definition = "chain_count"},
                   {.name = "depth", .doc = "Ops in a chain; default [1, 3].", .definition = "chain_count"}}),
      composition("identity", "Does nothing.", {}),
      composition(
          "one_of", "Applies one of its ops, drawn by weight.",
          {children(), {.name = "weights", .doc = "One weight an op; default: equal.", .definition = "weights"}}),
      composition("replay",
                  "Applies its ops with the numbers that a log of examples holds for the same record and copy.",
                  {children(),
                   {.name = "log",
                    .type = string,
                    .doc = "The examples.jsonl of a finished run, relative to this file.",
                    .required = true,
                    .definition = kFilledText}}),
      composition("random_order", "Applies all of its ops, in an order drawn anew.", {children()}),
      composition("selective_channels", "Applies its ops to some channels of the image, as if there were no others.",
                  {children(),
                   {.name = "channels",
                    .doc = "Numbers of the channels, from 0.",
                    .required = true,
                    .definition = "channel_numbers"}}),
      composition("sequential", "Applies its ops one after the other.", {children()}),
      composition(
          "some_of", "Applies some of its ops, drawn anew.",
          {children(),
           {.name = "n", .doc = "How many; default [1, 3], at most as many as there are.", .definition = "how_many"},
           {.name = "replace", .type = boolean, .doc = "May draw an op more than once.", .fallback = "false"}}),
      composition("sometimes", "Applies its ops one after the other, by default every second time.", {children()},
                  "0.5")};
  return forms;
}

}  // namespace augshard

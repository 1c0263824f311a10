#include "spec/forms.h"

#include "op/bind.h"

namespace augshard {
namespace {

using enum KeyType;

Form with(Form form, const Form& more) {
  form.insert(form.end(), more.begin(), more.end());
  return form;
}

Form source_form(const std::string& type, Form own) {
  return with(
      with({{.name = "type", .type = choice, .doc = "Layout of the source.", .choices = {type}, .required = true},
            {.name = "root",
             .type = string,
             .doc = "Folder that paths start from, relative to this file.",
             .definition = kFilledText}},
           own),
      {{.name = "missing_mask",
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
  static const Form form =
      source_form("table", {{.name = "file",
                             .type = string,
                             .doc = "The table: .csv or .jsonl, relative to this file.",
                             .required = true,
                             .definition = "table_file"},
                            {.name = "image",
                             .type = string,
                             .doc = "Column with the path of the image.",
                             .required = true,
                             .definition = kFilledText},
                            {.name = "masks", .doc = "Column of each mask target.", .definition = "masks"}});
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
      {.name = "classes", .doc = "Names of the classes, by position or by id.", .definition = "classes"},
      {.name = "flip_label_swap",
       .doc = "Pairs of classes that change places on a horizontal flip.",
       .definition = "flip_label_swap"},
      {.name = "allow_lossy", .type = boolean, .doc = "Accept a JPEG as a mask.", .fallback = "false"}};
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
      composition("identity", "Does nothing.", {}),
      composition(
          "one_of", "Applies one of its ops, drawn by weight.",
          {children(), {.name = "weights", .doc = "One weight an op; default: equal.", .definition = "weights"}}),
      composition("random_order", "Applies all of its ops, in an order drawn anew.", {children()}),
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

#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "geometry/sampling.h"
#include "op/op.h"
#include "sample/annotation.h"
#include "sample/image.h"
#include "sample/mask_kind.h"

namespace augshard {

enum class ExifPolicy : std::uint8_t { apply, apply_to_all, ignore, error };
enum class AlphaPolicy : std::uint8_t { keep, drop, composite };
enum class ColorPolicy : std::uint8_t { keep, rgb, gray };
enum class MaskEncoding : std::uint8_t { automatic, colors, rgb24_id, threshold };
enum class MissingMask : std::uint8_t { error, skip, background };
enum class Overlap : std::uint8_t { largest_first, file_order };
/// Pairs of labels that change places when left and right do.
using LabelSwaps = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// `targets.image`.
struct ImageTarget {
  Interpolation interpolation = Interpolation::linear;
  Border border = Border::reflect101;
  std::vector<double> fill{0.0};  ///< fraction of the range, one number or one a channel
  ExifPolicy exif = ExifPolicy::apply;
  AlphaPolicy alpha = AlphaPolicy::keep;  ///< drop, or composite on black
  ColorPolicy color = ColorPolicy::keep;  ///< convert gray <-> RGB when decoding
};

/// `targets.<name>` of one mask; in the order of `source.masks`.
struct MaskTarget {
  std::string name;
  MaskKind kind = MaskKind::label;
  MaskEncoding encoding = MaskEncoding::automatic;
  std::map<std::uint32_t, std::int64_t> colors;          ///< 0xRRGGBB -> id
  double threshold = 128;                                ///< encoding threshold: values >= threshold are 1
  Interpolation interpolation = Interpolation::nearest;  ///< nearest | label_linear | linear
  bool border_same = false;                              ///< border "same": as the image; else the fill
  std::optional<std::int64_t> ignore;                    ///< 255 for label masks unless the pipeline says otherwise
  double fill = 0;                                       ///< outside the source: ignore, else 0
  std::map<std::int64_t, std::string> classes;           ///< id -> name; empty = not declared
  LabelSwaps flip_label_swap;
  bool allow_lossy = false;  ///< accept a JPEG as a mask
  /// Instance masks: the boxes target (an index) whose box number i, from 1, has id i here. Ids of boxes that are
  /// filtered out become 0, the others are numbered anew.
  std::optional<std::size_t> boxes;
};

/// `targets.<name>` of boxes; in the order of `source.boxes`, then those that ops make. A box that fails one of the
/// filters is left out, with its keypoints and its pixels in instance masks.
struct BoxesTarget {
  std::string name;
  bool from_ops = false;                        ///< a boxes op makes them; the source has none
  std::map<std::int64_t, std::string> classes;  ///< id -> name; empty = not declared
  LabelSwaps flip_label_swap;
  double min_area_px = 0;     ///< px^2 of the box in the output
  double min_side_px = 0;     ///< shorter side of the box in the output
  double min_visibility = 0;  ///< share of the original box that is left, 0..1
};

/// `targets.<name>` of keypoints; in the order of `source.keypoints`.
struct KeypointsTarget {
  std::string name;
  std::optional<int> count;        ///< points in a set; nothing: as many as there are, and lost ones are left out
  std::vector<std::string> names;  ///< of the points; empty or `count`
  std::vector<std::pair<int, int>> flip_pairs;
  std::optional<std::size_t> boxes;  ///< the boxes target (an index) whose box i has set i; nothing: one set a record
  bool index_convention = true;      ///< the centre of the first pixel is (0, 0), else (0.5, 0.5)
};

struct OpNode;

/// What a log of examples says was drawn: see replay_log.h.
class ReplayLog;

/// sequential | one_of | some_of | random_order over child ops; selective_channels and blend over pixels ops; replay.
struct Composition {
  enum class Kind : std::uint8_t { sequential, one_of, some_of, random_order, selective_channels, blend, replay };
  Kind kind = Kind::sequential;
  std::vector<double> weights;           ///< one_of: one a child; empty = equal
  std::optional<IntDraw> n;              ///< some_of: how many children
  bool replace = false;                  ///< some_of: may draw a child twice
  std::vector<int> channels;             ///< selective_channels: those of the image that the children see, from 0
  std::optional<IntDraw> width;          ///< blend: how many chains of children are mixed
  std::optional<IntDraw> depth;          ///< blend: how many children a chain has
  std::shared_ptr<const ReplayLog> log;  ///< replay: numbers for the children
  std::vector<OpNode> ops;
};

/// One entry of an `ops` list.
struct OpNode {
  std::string path;     ///< place in its list, "2" or "3/ops/1": names its random numbers
  std::string pointer;  ///< JSON pointer into the pipeline file, for messages
  int line = 0;         ///< of the pipeline file
  double p = 1;
  SamplingChoice sampling;  ///< geometry ops only
  std::variant<BoundOp, Composition> content;
};

using OpList = std::vector<OpNode>;

/// Where boxes come from.
struct BoxesSource {
  std::string name;    ///< of the target
  std::string column;  ///< table: column; coco: "bbox"
  BoxFormat format = BoxFormat::xywh;
  std::string labels;  ///< table: column of the labels; empty = all 0
};

/// Where keypoints come from.
struct KeypointsSource {
  std::string name;    ///< of the target
  std::string column;  ///< table: column; coco: "keypoints"
  KeypointFormat format = KeypointFormat::xyv;
};

struct SourceSpec {
  std::string type;                                        ///< "folders" | "table" | "coco"
  std::filesystem::path root;                              ///< resolved: from the pipeline's folder or --root
  std::string image;                                       ///< folders: pattern; table: column
  std::vector<std::pair<std::string, std::string>> masks;  ///< target name -> pattern, column, or "segmentation"
  std::vector<BoxesSource> boxes;
  std::vector<KeypointsSource> keypoints;
  std::filesystem::path file;  ///< table and coco: resolved path
  MissingMask missing_mask = MissingMask::error;
  bool ignore_extra_mask = false;
  bool resize_mismatched_mask = false;
  std::uint64_t max_pixels = std::uint64_t{64} << 20U;     ///< of an image or mask file; larger ones are rejects
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30U;  ///< of a file; larger ones are rejects
  Overlap overlap = Overlap::largest_first;                ///< coco: which shape lies on top in a mask
  bool contiguous_ids = false;    ///< coco: categories numbered anew, in the order of their ids
  bool skip_unannotated = false;  ///< coco: images without an annotation are left out
};

struct SplitSpec {
  std::string name;
  std::optional<double> fraction;
  std::map<std::string, std::vector<std::string>> where;  ///< attribute -> accepted values; empty = not used
  std::optional<std::filesystem::path> list;              ///< file with a key a line
  int copies = 1;
  OpList ops;
  std::optional<OpList> original;  ///< copy number 0
};

struct ShardSpec {
  std::optional<std::int64_t> max_examples;
  std::uint64_t target_bytes = std::uint64_t{256} << 20U;
};

/// How one target goes into one output. Unset members take the defaults of the output's type.
struct FieldSpec {
  std::optional<std::string> encoding;  ///< tfrecord: "jpeg" | "png" | "raw"
  int quality = 95;
  std::optional<DType> dtype;   ///< npy
  bool float64 = false;         ///< npy: boxes and keypoints in double precision
  bool channels_first = false;  ///< npy
  std::optional<int> one_hot;   ///< npy, label masks
  std::optional<BoxFormat> box_format;
  std::optional<KeypointFormat> keypoint_format;
};

struct OutputSpec {
  std::string type;  ///< "tfrecord" | "npy"
  std::string path;  ///< folder under the output folder
  std::string pointer;
  std::map<std::string, FieldSpec> fields;
  std::vector<std::string> attributes;
  std::string preset = "tfds";  ///< tfrecord: "tfds" | "deeplab" | "detection"
  bool gzip = false;            ///< tfrecord
  bool index = true;            ///< tfrecord
};

/// The checked, immutable form of a pipeline file.
struct Spec {
  std::filesystem::path file;  ///< as the user gave it
  std::string name;
  std::string version = "1.0.0";
  std::uint64_t seed = 0;
  SourceSpec source;
  ImageTarget image;
  std::vector<MaskTarget> masks;
  std::vector<BoxesTarget> boxes;
  std::vector<KeypointsTarget> keypoints;
  std::optional<std::string> group_by;
  std::vector<SplitSpec> splits;
  ShardSpec shards;
  std::vector<OutputSpec> outputs;
  bool examples_log = true;
  /// The pipeline after --set, key-sorted and compact, without comments and `$schema`.
  std::string canonical;
};

}  // namespace augshard

#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/expected.h"
#include "sample/annotation.h"
#include "sample/image.h"
#include "spec/spec.h"

namespace augshard {

/// A target of the written examples, as every output sees it.
struct Field {
  std::string name;
  bool is_image = true;  ///< else a mask
  MaskKind mask_kind = MaskKind::label;
  DType dtype = DType::uint8;
  std::optional<Size> size;     ///< nothing where it varies
  std::optional<int> channels;  ///< nothing where it varies; of masks 1, of stacked ones 2
  std::map<std::int64_t, std::string> classes = {};
  std::optional<std::int64_t> ignore = {};
  /// Where `size` is nothing because the splits differ, though each has one size: the size of every split. Else empty.
  std::map<std::string, Size> split_sizes = {};
  /// Instance masks: the boxes field whose box number i, from 1, has id i here. Nothing where ids are free.
  std::optional<std::string> boxes = {};
};

/// A boxes target of the written examples.
struct BoxesField {
  std::string name;
  std::map<std::int64_t, std::string> classes = {};
};

/// A keypoints target of the written examples.
struct KeypointsField {
  std::string name;
  std::optional<int> count;             ///< points in a set; nothing where it varies
  std::vector<std::string> names = {};  ///< of the points; empty where not declared
  std::optional<std::string> boxes;     ///< the boxes field whose row i has set i; nothing: one set an example
  bool index_convention = true;         ///< written so that the centre of the first pixel is (0, 0), else (0.5, 0.5)
};

/// What a sink has to know of the dataset before the first example.
struct Dataset {
  std::string name;
  std::string version;
  std::vector<Field> fields;  ///< the image first, then the masks in the order of the pipeline
  std::vector<BoxesField> boxes = {};
  std::vector<KeypointsField> keypoints = {};
};

/// The boxes of one example, within the image.
struct ExampleBoxes {
  std::vector<LabeledBox> boxes;
  std::int64_t dropped = 0;  ///< of the record, left out by the filters or lost from sight
};

/// One finished copy of a record: pixels[i] belongs to Dataset::fields[i], boxes[i] to Dataset::boxes[i], ...
struct Example {
  std::string key;
  int copy = 0;
  std::map<std::string, std::string> attributes;
  std::vector<const Image*> pixels;
  std::vector<ExampleBoxes> boxes = {};
  std::vector<std::vector<KeypointSet>> keypoints = {};  ///< in edge coordinates; sinks shift them to the convention
};

/// An example as bytes of one output, made by a worker thread: tfrecord one framed record, npy one piece a field.
struct EncodedExample {
  std::vector<std::vector<std::byte>> parts;
};

struct ShardName {
  std::string split;
  std::int64_t index = 0;
  std::int64_t count = 0;  ///< shards of the split
  /// Examples if none is rejected. Only saves work: a npy file whose count differs is read once more for its checksum.
  std::int64_t planned_examples = 0;
};

/// A file of the finished dataset. `path` is relative to the output folder.
struct FileEntry {
  std::string path;
  std::uint64_t bytes = 0;
  std::string sha256;
};

/// A committed shard of one output.
struct ShardEntry {
  ShardName name;
  std::int64_t examples = 0;
  std::uint64_t payload_bytes = 0;           ///< serialised examples without framing
  std::map<std::string, std::string> paths;  ///< field (tfrecord: "") -> path relative to the output's own folder
  std::vector<FileEntry> files;              ///< with index files; paths relative to the output folder
};

/// One shard being written, by one thread. Throws IoError. Dropped without commit() it leaves nothing.
class ShardWriter {
 public:
  virtual ~ShardWriter() = default;
  virtual void append(const EncodedExample& example) = 0;
  virtual ShardEntry commit() = 0;
};

/// One output format. encode() is called by many threads at once.
class Sink {
 public:
  virtual ~Sink() = default;
  /// Errors are of the record, and make it a reject: "mask-id" (an id that the output's type or one_hot cannot hold),
  /// "encoding" (an image with channels that the encoding cannot hold), "too-large" (2 GiB and more).
  [[nodiscard]] virtual Expected<EncodedExample> encode(const Example& example) const = 0;
  virtual std::unique_ptr<ShardWriter> open_shard(const ShardName& name) = 0;
  /// Writes what stands beside the shards (features.json, ...), given all shards in order.
  virtual std::vector<FileEntry> finish(const std::vector<ShardEntry>& shards) = 0;
  [[nodiscard]] virtual const OutputSpec& spec() const = 0;
};

/// The sink for one entry of `outputs`. `folder` is the run's output folder; it must exist, and the output's own folder
/// is made in it. Throws IoError.
std::unique_ptr<Sink> make_sink(const OutputSpec& spec, const Dataset& dataset, const std::filesystem::path& folder);

/// What is wrong with writing these fields to this output (npy with varying sizes, jpeg for 16-bit, ...), before the
/// run.
Diagnostics check_output(const OutputSpec& spec, const Dataset& dataset);

/// Estimated bytes of one example in this output, from shapes and encodings alone; a varying size counts as `typical`.
std::uint64_t estimated_bytes(const OutputSpec& spec, const Dataset& dataset, Size typical);

}  // namespace augshard

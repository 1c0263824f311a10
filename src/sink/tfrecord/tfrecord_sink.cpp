#include "sink/tfrecord/tfrecord_sink.h"

#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "base/checksum.h"
#include "sink/shard_file.h"
#include "sink/tfrecord/annotations.h"
#include "sink/tfrecord/builder.h"
#include "sink/tfrecord/encoding.h"
#include "sink/tfrecord/example.h"
#include "sink/tfrecord/gzip.h"
#include "sink/tfrecord/record.h"
#include "sink/tfrecord/tfds.h"

namespace augshard {
namespace {

constexpr std::size_t kFraming = kRecordHeader + kRecordFooter;
// Protobuf's limit for a message.
constexpr std::size_t kMaxExample = std::numeric_limits<std::int32_t>::max();

void add_tfds_pixels(ExampleBuilder& builder, const Field& field, const Image& image, const EncodedPixels& pixels) {
  if (pixels.format != name_of(Encoding::raw) || !needs_shape(field)) {
    builder.bytes(field.name, pixels.bytes);
    return;
  }
  builder.integers(field.name + "/shape", {image.height(), image.width(), image.channels()});
  builder.bytes(field.name + "/value", pixels.bytes);
}

void add_image_keys(ExampleBuilder& builder, const Example& example, const Image& image, const EncodedPixels& pixels) {
  builder.bytes("image/encoded", pixels.bytes);
  builder.text("image/format", pixels.format);
  builder.text("image/filename", example.key);
  builder.integers("image/height", {image.height()});
  builder.integers("image/width", {image.width()});
  builder.integers("image/channels", {image.channels()});
}

void add_detection_keys(ExampleBuilder& builder, const Example& example, const EncodedPixels& pixels) {
  Sha256 hash;
  hash.update(pixels.bytes);
  builder.own_text("image/key/sha256", hash.hex());
  builder.text("image/source_id", example.key);
}

void add_segmentation_keys(ExampleBuilder& builder, const EncodedPixels& pixels) {
  builder.bytes("image/segmentation/class/encoded", pixels.bytes);
  builder.text("image/segmentation/class/format", pixels.format);
}

Expected<EncodedExample> framed(const Features& features) {
  const std::size_t size = example_size(features);
  if (size >= kMaxExample) {
    return Error{"too-large", "the example has " + std::to_string(size) + " bytes; TensorFlow reads less than 2 GiB",
                 "make the image smaller, or choose an encoding that compresses"};
  }
  std::vector<std::byte> record(size + kFraming);
  write_example(features, std::span(record).subspan(kRecordHeader, size));
  frame_record(record);
  EncodedExample encoded;
  encoded.parts.push_back(std::move(record));
  return encoded;
}

/// The length of what a whole gzip member unpacks to: its last four bytes.
std::uint64_t unpacked_size(std::span<const std::byte> member) {
  std::uint32_t size = 0;
  std::memcpy(&size, member.data() + member.size() - sizeof size, sizeof size);
  return size;
}

class TfrecordWriter : public ShardWriter {
 public:
  TfrecordWriter(const OutputSpec& spec, std::filesystem::path folder, std::string file, ShardName name)
      : folder_(std::move(folder)),
        path_(join_path(spec.path, file)),
        shard_(folder_, path_),
        gzip_(spec.gzip),
        write_index_(spec.index && !spec.gzip) {
    entry_.name = std::move(name);
    entry_.paths[""] = std::move(file);
  }

  void append(const EncodedExample& example) override {
    const auto& record = example.parts.front();
    shard_.append(record);
    index_ += std::to_string(offset_) + " " + std::to_string(record.size()) + "\n";
    offset_ += record.size();
    entry_.payload_bytes += (gzip_ ? unpacked_size(record) : record.size()) - kFraming;
    ++entry_.examples;
  }

  // The index goes first, so that a shard under its final name always has it.
  ShardEntry commit() override {
    std::vector<FileEntry> index;
    if (write_index_) index.push_back(write_file(folder_, path_ + ".idx", index_));
    entry_.files.push_back(shard_.commit());
    entry_.files.insert(entry_.files.end(), index.begin(), index.end());
    return std::move(entry_);
  }

 private:
  std::filesystem::path folder_;
  std::string path_;
  ShardFile shard_;
  bool gzip_;
  bool write_index_;
  std::string index_;
  std::uint64_t offset_ = 0;
  ShardEntry entry_;
};

class TfrecordSink : public Sink {
 public:
  TfrecordSink(OutputSpec spec, Dataset dataset, std::filesystem::path folder)
      : spec_(std::move(spec)), dataset_(std::move(dataset)), folder_(std::move(folder)) {
    for (const auto& field : dataset_.fields) encodings_.push_back(encoding_of(spec_, field));
  }

  [[nodiscard]] const OutputSpec& spec() const override { return spec_; }

  [[nodiscard]] Expected<EncodedExample> encode(const Example& example) const override {
    ExampleBuilder builder;
    for (std::size_t i = 0; i < dataset_.fields.size(); ++i) {
      if (!writes_field(i)) continue;
      auto pixels = encode_pixels(dataset_.fields[i], encodings_[i], *example.pixels[i]);
      if (!pixels) return pixels.error();
      add_field(builder, i, example, builder.keep(std::move(*pixels)));
    }
    if (is_tfds()) add_tfds_annotations(builder, spec_, dataset_, example);
    if (spec_.preset == "detection") add_detection_boxes(builder, dataset_, example);
    builder.text("key", example.key);
    builder.integers("copy", {example.copy});
    for (const auto& attribute : spec_.attributes) {
      const auto value = example.attributes.find(attribute);
      builder.text(attribute, value == example.attributes.end() ? std::string_view() : std::string_view(value->second));
    }
    auto encoded = framed(builder.features());
    if (encoded && spec_.gzip) encoded->parts.front() = gzip_member(encoded->parts.front());
    return encoded;
  }

  std::unique_ptr<ShardWriter> open_shard(const ShardName& name) override {
    return std::make_unique<TfrecordWriter>(spec_, folder_, file_name(name), name);
  }

  std::vector<FileEntry> finish(const std::vector<ShardEntry>& shards) override {
    std::vector<FileEntry> files;
    if (!is_tfds() || spec_.gzip) return files;
    const auto write = [&](const std::string& name, const std::string& text) {
      files.push_back(write_file(folder_, join_path(spec_.path, name), text));
    };
    write("features.json", tfds_features(spec_, dataset_));
    write("dataset_info.json", tfds_dataset_info(dataset_, shards));
    for (const auto& [name, text] : tfds_label_files(spec_, dataset_)) write(name, text);
    return files;
  }

 private:
  [[nodiscard]] bool is_tfds() const { return spec_.preset == "tfds"; }

  /// tfds holds every field, deeplab the image and the first mask, detection the image: its masks go with their boxes.
  [[nodiscard]] bool writes_field(std::size_t i) const {
    return is_tfds() || i == 0 || (i == 1 && spec_.preset == "deeplab");
  }

  void add_field(ExampleBuilder& builder, std::size_t i, const Example& example, const EncodedPixels& pixels) const {
    const Image& image = *example.pixels[i];
    if (is_tfds()) {
      add_tfds_pixels(builder, dataset_.fields[i], image, pixels);
    } else if (i > 0) {
      add_segmentation_keys(builder, pixels);
    } else {
      add_image_keys(builder, example, image, pixels);
      if (spec_.preset == "detection") add_detection_keys(builder, example, pixels);
    }
  }

  /// The extension stands last but for TFDS, whose default template wants it before the number.
  [[nodiscard]] std::string file_name(const ShardName& name) const {
    if (spec_.gzip) return name.split + "-" + shard_number(name) + ".tfrecord.gz";
    if (is_tfds()) return dataset_.name + "-" + name.split + ".tfrecord-" + shard_number(name);
    return name.split + "-" + shard_number(name) + ".tfrecord";
  }

  OutputSpec spec_;
  Dataset dataset_;
  std::filesystem::path folder_;
  std::vector<FieldEncoding> encodings_;
};

}  // namespace

std::unique_ptr<Sink> make_tfrecord_sink(const OutputSpec& spec, const Dataset& dataset,
                                         const std::filesystem::path& folder) {
  return std::make_unique<TfrecordSink>(spec, dataset, folder);
}

}  // namespace augshard

#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "bytes.h"
#include "sink/sink.h"

namespace augshard {

/// Two fields, 8-bit RGB and a label mask with three classes, of one size.
inline Dataset street(std::optional<Size> size = Size{4, 6}) {
  Dataset dataset{"street", "1.0.0", {}};
  dataset.fields.push_back({"image", true, MaskKind::label, DType::uint8, size, 3});
  Field mask{"mask", false, MaskKind::label, DType::uint8, size, 1};
  mask.classes = {{0, "background"}, {1, "road"}, {2, "person"}};
  mask.ignore = 255;
  dataset.fields.push_back(mask);
  return dataset;
}

inline OutputSpec output(const std::string& type) {
  OutputSpec spec;
  spec.type = type;
  spec.path = type;
  spec.pointer = "/outputs/0";
  return spec;
}

inline OutputSpec raw_tfrecord() {
  OutputSpec spec = output("tfrecord");
  spec.fields["image"].encoding = "raw";
  spec.fields["mask"].encoding = "raw";
  return spec;
}

/// Examples that keep their pixels.
class Examples {
 public:
  void add(std::string key, Image image, Image mask) {
    const Image* first = &pixels_.emplace_back(std::move(image));
    const Image* second = &pixels_.emplace_back(std::move(mask));
    all_.push_back({std::move(key), 1, {{"city", "aachen"}}, {first, second}});
  }
  /// An example of the street dataset; ids stay below 3.
  void add_street(const std::string& key, int first, Size size = {4, 6}) {
    Image mask(size, 1, DType::uint8);
    int id = first;
    for (auto& value : mask.values<std::uint8_t>()) value = static_cast<std::uint8_t>(id++ % 3);
    add(key, counting<std::uint8_t>(size, 3, DType::uint8, first), std::move(mask));
  }
  [[nodiscard]] const std::deque<Example>& all() const { return all_; }
  [[nodiscard]] const Example& operator[](std::size_t i) const { return all_[i]; }

 private:
  std::deque<Image> pixels_;
  std::deque<Example> all_;
};

/// Writes one shard with the examples [first, last).
template <class List>
ShardEntry write_shard(Sink& sink, const ShardName& name, const List& examples, std::size_t first, std::size_t last) {
  const auto writer = sink.open_shard(name);
  for (std::size_t i = first; i < last; ++i) writer->append(*sink.encode(examples[i]));
  return writer->commit();
}

}  // namespace augshard

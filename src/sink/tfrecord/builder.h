#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sink/tfrecord/encoding.h"
#include "sink/tfrecord/example.h"

namespace augshard {

/// Collects the features of one Example and keeps what they view.
class ExampleBuilder {
 public:
  void bytes(const std::string& key, std::span<const std::byte> value) { features_[key] = BytesList{value}; }
  void text(const std::string& key, std::string_view value) { bytes(key, view_of(value)); }
  void integers(const std::string& key, Int64List values) { features_[key] = std::move(values); }
  void floats(const std::string& key, FloatList values) { features_[key] = std::move(values); }
  void list(const std::string& key, BytesList values) { features_[key] = std::move(values); }
  /// Keeps a text that is made on the spot.
  void own_text(const std::string& key, std::string value) { text(key, texts_.emplace_back(std::move(value))); }
  /// Keeps encoded pixels and gives their bytes.
  const EncodedPixels& keep(EncodedPixels pixels) { return pixels_.emplace_back(std::move(pixels)); }
  std::span<const std::byte> keep(std::vector<std::byte> bytes) { return bytes_.emplace_back(std::move(bytes)); }
  [[nodiscard]] const Features& features() const { return features_; }

  static std::span<const std::byte> view_of(std::string_view text) { return std::as_bytes(std::span(text)); }

 private:
  Features features_;
  std::deque<EncodedPixels> pixels_;
  std::deque<std::vector<std::byte>> bytes_;
  std::deque<std::string> texts_;
};

}  // namespace augshard

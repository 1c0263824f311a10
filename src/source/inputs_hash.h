#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checksum.h"
#include "source/source.h"

namespace augshard {

/// SHA-256 over the input list, so that a run goes on only with the inputs it began with. For each record in order:
///   text(key), file(image), for each mask a byte 0 (none) or 1 and file(mask), for each attribute that the
///   pipeline uses (group_by, where, outputs' attributes; by name, in the order of bytes) a byte 0 or 1 and
///   text(value), and the numbers of boxes, keypoints and segments where the pipeline has such targets.
/// text: number(length) and the bytes; file: text(path) and number(size in bytes, 2^64 - 1 where it cannot be read);
/// number: 8 bytes, little-endian.
class InputsHash {
 public:
  explicit InputsHash(const Spec& spec);

  /// Size of a file that cannot be opened.
  static constexpr std::uint64_t kUnreadable = ~std::uint64_t{0};

  /// `sizes`: image, then one a mask (of any value where the record has none).
  void add(const Record& record, const std::vector<std::uint64_t>& sizes);
  [[nodiscard]] std::string hex() { return hash_.hex(); }

 private:
  void number(std::uint64_t value);
  void text(std::string_view value);
  void flag(bool value);
  void real(double value);
  void annotations(const Annotations& annotations);
  void shape(const Segmentation& shape);

  std::vector<std::string> attributes_;
  Sha256 hash_;
};

}  // namespace augshard

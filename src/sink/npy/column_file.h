#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sink/npy/header.h"
#include "sink/sink.h"

namespace augshard {

/// What an example adds to its array: one row; any number of rows, one after the other; their number, of which the
/// array holds the running sum from 0 on; a text.
enum class ColumnKind : std::uint8_t { row, rows, offset, text };

/// One array of a shard.
struct Column {
  std::string name;  ///< "image", "objects.bbox": what stands in the file's name
  ColumnKind kind = ColumnKind::row;
  NpyType type = {};                     ///< of row and rows
  std::vector<std::int64_t> shape = {};  ///< of one row
};

/// One array file, fed with one part an example. Throws IoError. Dropped without commit() it leaves nothing.
class ColumnFile {
 public:
  virtual ~ColumnFile() = default;
  /// The values of whole rows; the number of rows as an int64; or a text. Throws std::logic_error for other lengths.
  virtual void append(std::span<const std::byte> part) = 0;
  virtual FileEntry commit() = 0;
};

/// Opens the file of a column; `path` is relative to the output folder.
std::unique_ptr<ColumnFile> open_column(const Column& column, const std::filesystem::path& folder,
                                        const std::string& path, std::int64_t planned_examples);

}  // namespace augshard

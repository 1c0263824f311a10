#include "sink/npy/column_file.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "sink/shard_file.h"

namespace augshard {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::vector<std::int64_t> with_rows(std::int64_t rows, const std::vector<std::int64_t>& row) {
  std::vector<std::int64_t> shape{rows};
  shape.insert(shape.end(), row.begin(), row.end());
  return shape;
}

/// An array of rows of a fixed size, written as they come.
class ArrayFile {
 public:
  ArrayFile(const std::filesystem::path& folder, std::string path, const NpyType& type, std::vector<std::int64_t> row,
            std::int64_t planned_rows)
      : file_(folder, std::move(path)), descr_(type.descr), row_(std::move(row)), planned_rows_(planned_rows) {
    row_bytes_ = std::accumulate(row_.begin(), row_.end(), type.bytes, [](std::size_t bytes, std::int64_t extent) {
      return bytes * static_cast<std::size_t>(extent);
    });
    file_.append(bytes_of(npy_header(descr_, with_rows(planned_rows_, row_))));
  }

  [[nodiscard]] std::size_t row_bytes() const { return row_bytes_; }

  void append(std::span<const std::byte> values, std::size_t rows) {
    if (values.size() != rows * row_bytes_) {
      throw std::logic_error("a row of " + std::to_string(values.size()) + " bytes in an array whose rows have " +
                             std::to_string(row_bytes_));
    }
    file_.append(values);
    rows_ += static_cast<std::int64_t>(rows);
  }

  FileEntry commit() {
    if (rows_ != planned_rows_) file_.replace_start(bytes_of(npy_header(descr_, with_rows(rows_, row_))));
    return file_.commit();
  }

 private:
  ShardFile file_;
  std::string_view descr_;
  std::vector<std::int64_t> row_;
  std::size_t row_bytes_ = 0;
  std::int64_t planned_rows_;
  std::int64_t rows_ = 0;
};

class RowColumn : public ColumnFile {
 public:
  explicit RowColumn(ArrayFile array) : array_(std::move(array)) {}
  void append(std::span<const std::byte> part) override { array_.append(part, 1); }
  FileEntry commit() override { return array_.commit(); }

 private:
  ArrayFile array_;
};

class RowsColumn : public ColumnFile {
 public:
  explicit RowsColumn(ArrayFile array) : array_(std::move(array)) {}
  void append(std::span<const std::byte> part) override {
    array_.append(part, part.size() / std::max<std::size_t>(1, array_.row_bytes()));
  }
  FileEntry commit() override { return array_.commit(); }

 private:
  ArrayFile array_;
};

class OffsetColumn : public ColumnFile {
 public:
  explicit OffsetColumn(ArrayFile array) : array_(std::move(array)) { append_end(); }
  void append(std::span<const std::byte> part) override {
    std::int64_t rows = 0;
    if (part.size() != sizeof rows) throw std::logic_error("a number of rows that is no int64");
    std::memcpy(&rows, part.data(), sizeof rows);
    end_ += rows;
    append_end();
  }
  FileEntry commit() override { return array_.commit(); }

 private:
  void append_end() { array_.append(std::as_bytes(std::span(&end_, 1)), 1); }

  ArrayFile array_;
  std::int64_t end_ = 0;
};

/// Texts as bytes of a fixed width, the longest one's: known only when all are there.
class TextColumn : public ColumnFile {
 public:
  TextColumn(std::filesystem::path folder, std::string path) : folder_(std::move(folder)), path_(std::move(path)) {}

  void append(std::span<const std::byte> part) override {
    texts_.emplace_back(reinterpret_cast<const char*>(part.data()), part.size());
  }

  FileEntry commit() override {
    // NumPy knows no width 0.
    std::size_t width = 1;
    for (const auto& text : texts_) width = std::max(width, text.size());
    std::string content = npy_header("|S" + std::to_string(width), {static_cast<std::int64_t>(texts_.size())});
    for (const auto& text : texts_) content += text + std::string(width - text.size(), '\0');
    return write_file(folder_, path_, content);
  }

 private:
  std::filesystem::path folder_;
  std::string path_;
  std::vector<std::string> texts_;
};

}  // namespace

std::unique_ptr<ColumnFile> open_column(const Column& column, const std::filesystem::path& folder,
                                        const std::string& path, std::int64_t planned_examples) {
  const auto array = [&](const NpyType& type, std::int64_t planned_rows) {
    return ArrayFile(folder, path, type, column.shape, planned_rows);
  };
  switch (column.kind) {
    case ColumnKind::row: return std::make_unique<RowColumn>(array(column.type, planned_examples));
    case ColumnKind::rows: return std::make_unique<RowsColumn>(array(column.type, 0));
    case ColumnKind::offset: return std::make_unique<OffsetColumn>(array(kNpyInt64, planned_examples + 1));
    case ColumnKind::text: break;
  }
  return std::make_unique<TextColumn>(folder, path);
}

}  // namespace augshard

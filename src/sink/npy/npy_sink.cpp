#include "sink/npy/npy_sink.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "sink/npy/column.h"
#include "sink/npy/header.h"
#include "sink/shard_file.h"

namespace augshard {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::vector<std::byte> owned_bytes(std::string_view text) {
  const auto bytes = bytes_of(text);
  return {bytes.begin(), bytes.end()};
}

std::vector<std::int64_t> with_rows(std::int64_t rows, const std::vector<std::int64_t>& row) {
  std::vector<std::int64_t> shape{rows};
  shape.insert(shape.end(), row.begin(), row.end());
  return shape;
}

/// An array of rows of a fixed size, written as they come.
class ArrayFile {
 public:
  ArrayFile(const std::filesystem::path& folder, std::string path, DType dtype, std::vector<std::int64_t> row,
            std::int64_t planned_rows)
      : file_(folder, std::move(path)), descr_(npy_descr(dtype)), row_(std::move(row)), planned_rows_(planned_rows) {
    row_bytes_ = std::accumulate(row_.begin(), row_.end(), size_of(dtype), [](std::size_t bytes, std::int64_t extent) {
      return bytes * static_cast<std::size_t>(extent);
    });
    file_.append(bytes_of(npy_header(descr_, with_rows(planned_rows_, row_))));
  }

  void append(std::span<const std::byte> row) {
    if (row.size() != row_bytes_) {
      throw std::logic_error("a row of " + std::to_string(row.size()) + " bytes in an array whose rows have " +
                             std::to_string(row_bytes_));
    }
    file_.append(row);
    ++rows_;
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

/// Texts as bytes of a fixed width, the longest one's: known only when all are there.
class TextFile {
 public:
  explicit TextFile(std::string path) : path_(std::move(path)) {}

  void append(std::span<const std::byte> text) {
    texts_.emplace_back(reinterpret_cast<const char*>(text.data()), text.size());
  }

  FileEntry commit(const std::filesystem::path& folder) const {
    // NumPy knows no width 0.
    std::size_t width = 1;
    for (const auto& text : texts_) width = std::max(width, text.size());
    std::string content = npy_header("|S" + std::to_string(width), {static_cast<std::int64_t>(texts_.size())});
    for (const auto& text : texts_) content += text + std::string(width - text.size(), '\0');
    return write_file(folder, path_, content);
  }

 private:
  std::string path_;
  std::vector<std::string> texts_;
};

/// Parts of an example: the fields in order, key, copy, attributes in order.
class NpyWriter : public ShardWriter {
 public:
  NpyWriter(std::filesystem::path folder, const std::string& path, const ShardName& name)
      : folder_(std::move(folder)), path_(path), stem_(name.split + "-" + shard_number(name)) {
    entry_.name = name;
  }

  void add_array(const std::string& field, DType dtype, std::vector<std::int64_t> row) {
    arrays_.emplace_back(folder_, add_path(field), dtype, std::move(row), entry_.name.planned_examples);
    order_.push_back({true, arrays_.size() - 1});
  }
  void add_text(const std::string& field) {
    texts_.emplace_back(add_path(field));
    order_.push_back({false, texts_.size() - 1});
  }

  void append(const EncodedExample& example) override {
    if (example.parts.size() != order_.size()) throw std::logic_error("an example with a wrong number of fields");
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const auto& part = example.parts[i];
      if (order_[i].is_array) {
        arrays_[order_[i].index].append(part);
      } else {
        texts_[order_[i].index].append(part);
      }
      entry_.payload_bytes += part.size();
    }
    ++entry_.examples;
  }

  ShardEntry commit() override {
    for (const auto& [is_array, index] : order_) {
      entry_.files.push_back(is_array ? arrays_[index].commit() : texts_[index].commit(folder_));
    }
    return std::move(entry_);
  }

 private:
  struct Column {
    bool is_array;
    std::size_t index;
  };

  std::string add_path(const std::string& field) {
    std::string file = stem_ + "." + field + ".npy";
    std::string path = join_path(path_, file);
    entry_.paths[field] = std::move(file);
    return path;
  }

  std::filesystem::path folder_;
  std::string path_;
  std::string stem_;
  std::vector<ArrayFile> arrays_;
  std::vector<TextFile> texts_;
  std::vector<Column> order_;
  ShardEntry entry_;
};

Size size_in(const Field& field, const std::string& split) {
  if (field.size) return *field.size;
  const auto size = field.split_sizes.find(split);
  if (size == field.split_sizes.end()) throw std::logic_error("npy: the size of \"" + field.name + "\" is not known");
  return size->second;
}

class NpySink : public Sink {
 public:
  NpySink(OutputSpec spec, Dataset dataset, std::filesystem::path folder)
      : spec_(std::move(spec)), dataset_(std::move(dataset)), folder_(std::move(folder)) {
    for (const auto& field : dataset_.fields) columns_.push_back(column_of(spec_, field));
  }

  [[nodiscard]] const OutputSpec& spec() const override { return spec_; }

  [[nodiscard]] Expected<EncodedExample> encode(const Example& example) const override {
    EncodedExample encoded;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      auto row = encode_row(columns_[i], dataset_.fields[i], *example.pixels[i]);
      if (!row) return row.error();
      encoded.parts.push_back(std::move(*row));
    }
    encoded.parts.push_back(owned_bytes(example.key));
    const std::int32_t copy = example.copy;
    const auto copy_bytes = std::as_bytes(std::span(&copy, 1));
    encoded.parts.emplace_back(copy_bytes.begin(), copy_bytes.end());
    for (const auto& attribute : spec_.attributes) {
      const auto value = example.attributes.find(attribute);
      encoded.parts.push_back(value == example.attributes.end() ? std::vector<std::byte>()
                                                                : owned_bytes(value->second));
    }
    return encoded;
  }

  std::unique_ptr<ShardWriter> open_shard(const ShardName& name) override {
    auto writer = std::make_unique<NpyWriter>(folder_, spec_.path, name);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Field& field = dataset_.fields[i];
      writer->add_array(field.name, columns_[i].dtype, row_shape(columns_[i], field, size_in(field, name.split)));
    }
    writer->add_text("key");
    writer->add_array("copy", DType::int32, {});
    for (const auto& attribute : spec_.attributes) writer->add_text(attribute);
    return writer;
  }

  std::vector<FileEntry> finish(const std::vector<ShardEntry>& /*shards*/) override { return {}; }

 private:
  OutputSpec spec_;
  Dataset dataset_;
  std::filesystem::path folder_;
  std::vector<PixelColumn> columns_;
};

}  // namespace

std::unique_ptr<Sink> make_npy_sink(const OutputSpec& spec, const Dataset& dataset,
                                    const std::filesystem::path& folder) {
  return std::make_unique<NpySink>(spec, dataset, folder);
}

}  // namespace augshard

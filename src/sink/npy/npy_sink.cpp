#include "sink/npy/npy_sink.h"

#include <stdexcept>
#include <string>
#include <utility>

#include "sink/npy/annotations.h"
#include "sink/npy/column.h"
#include "sink/npy/column_file.h"
#include "sink/shard_file.h"

namespace augshard {
namespace {

std::vector<std::byte> owned_bytes(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

/// Parts of an example: one a column, in their order.
class NpyWriter : public ShardWriter {
 public:
  NpyWriter(const std::filesystem::path& folder, const std::string& path, const ShardName& name,
            const std::vector<Column>& columns) {
    entry_.name = name;
    for (const Column& column : columns) {
      std::string file = name.split + "-" + shard_number(name) + "." + column.name + ".npy";
      files_.push_back(open_column(column, folder, join_path(path, file), name.planned_examples));
      entry_.paths[column.name] = std::move(file);
    }
  }

  void append(const EncodedExample& example) override {
    if (example.parts.size() != files_.size()) throw std::logic_error("an example with a wrong number of fields");
    for (std::size_t i = 0; i < files_.size(); ++i) {
      files_[i]->append(example.parts[i]);
      entry_.payload_bytes += example.parts[i].size();
    }
    ++entry_.examples;
  }

  ShardEntry commit() override {
    for (const auto& file : files_) entry_.files.push_back(file->commit());
    return std::move(entry_);
  }

 private:
  std::vector<std::unique_ptr<ColumnFile>> files_;
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
    append_annotation_parts(spec_, dataset_, example, encoded.parts);
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
    return std::make_unique<NpyWriter>(folder_, spec_.path, name, npy_columns(spec_, dataset_, name.split));
  }

  std::vector<FileEntry> finish(const std::vector<ShardEntry>& /*shards*/) override { return {}; }

 private:
  OutputSpec spec_;
  Dataset dataset_;
  std::filesystem::path folder_;
  std::vector<PixelColumn> columns_;
};

}  // namespace

std::vector<Column> npy_columns(const OutputSpec& spec, const Dataset& dataset, const std::string& split) {
  std::vector<Column> columns;
  for (const auto& field : dataset.fields) {
    const PixelColumn column = column_of(spec, field);
    columns.push_back(
        {field.name, ColumnKind::row, npy_type(column.dtype), row_shape(column, field, size_in(field, split))});
  }
  const auto annotations = annotation_columns(spec, dataset);
  columns.insert(columns.end(), annotations.begin(), annotations.end());
  columns.push_back({"key", ColumnKind::text});
  columns.push_back({"copy", ColumnKind::row, npy_type(DType::int32)});
  for (const auto& attribute : spec.attributes) columns.push_back({attribute, ColumnKind::text});
  return columns;
}

std::unique_ptr<Sink> make_npy_sink(const OutputSpec& spec, const Dataset& dataset,
                                    const std::filesystem::path& folder) {
  return std::make_unique<NpySink>(spec, dataset, folder);
}

}  // namespace augshard

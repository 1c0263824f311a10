#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sink/inspect.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) { return json.dump(); }

std::string text_of(const Json& json) { return json.is_string() ? json.get<std::string>() : dump(json); }

/// [256, 256, 3] as "256x256x3", null as "?".
std::string shape_text(const Json& shape) {
  std::string text;
  for (const auto& extent : shape) text += (text.empty() ? "" : "x") + (extent.is_null() ? "?" : dump(extent));
  return text.empty() ? "scalar" : text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// Rows of cells, columns aligned, each row after `indent`.
std::string table(const std::vector<std::vector<std::string>>& rows, const std::string& indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - row[i].size() + 2, ' ');
    }
    text += line + "\n";
  }
  return text;
}

std::string value_text(const Json& value) {
  if (!value.is_object()) return text_of(value);
  const std::string size = dump(value.at("bytes")) + " bytes";
  if (value.contains("text")) return dump(value.at("text"));
  if (value.contains("head")) return size + ", " + text_of(value.at("head")) + "...";
  const Json& image = value.at("image");
  return text_of(image.at("format")) + " " + shape_text(image.at("shape")) + " " + text_of(image.at("dtype")) + ", " +
         size;
}

std::string values_text(const Json& values, std::size_t length) {
  std::vector<std::string> words;
  for (const auto& value : values) words.push_back(value_text(value));
  if (length > values.size()) words.emplace_back("...");
  return joined(words);
}

std::string record_text(const Json& record, const std::string& indent) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& feature : record) {
    const auto length = feature.at("length").get<std::size_t>();
    rows.push_back({text_of(feature.at("key")), text_of(feature.at("kind")) + "[" + std::to_string(length) + "]",
                    values_text(feature.at("values"), length)});
  }
  return table(rows, indent);
}

std::string tfrecord_text(const Json& shard, const std::string& indent) {
  std::string text = indent + "tfrecord";
  if (shard.at("compression") != "none") text += ", " + text_of(shard.at("compression"));
  text += ": " + dump(shard.at("records")) + " records, " + dump(shard.at("bytes")) + " bytes\n";
  if (shard.at("record").empty()) return text;
  return text + indent + "first record\n" + record_text(shard.at("record"), indent + "  ");
}

std::vector<std::string> npy_cells(const Json& array) {
  return {shape_text(array.at("shape")), text_of(array.at("dtype")),
          values_text(array.at("values"), array.at("values").size() + 1)};
}

std::string npy_text(const Json& array) {
  std::vector<std::string> cells{"npy:"};
  for (auto& cell : npy_cells(array)) cells.push_back(std::move(cell));
  return table({cells}, "");
}

std::string sample_text(const Json& sample) {
  if (sample.is_null()) return "";
  if (sample.contains("error")) return "    " + text_of(sample.at("error")) + "\n";
  if (sample.contains("record")) {
    return "    first record of " + text_of(sample.at("path")) + "\n" + record_text(sample.at("record"), "      ");
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [field, array] : sample.items()) {
    std::vector<std::string> row{field};
    if (array.contains("error")) {
      row.push_back(text_of(array.at("error")));
    } else {
      for (auto& cell : npy_cells(array)) row.push_back(std::move(cell));
    }
    rows.push_back(std::move(row));
  }
  return "    first shard\n" + table(rows, "      ");
}

std::string points_text(const Json& points) {
  return points.is_null() ? "any number of points" : dump(points) + " points";
}

/// Name, kind, type and shape of pixels; boxes and keypoints have neither type nor shape here: outputs differ.
std::vector<std::string> field_cells(const std::string& name, const Json& field) {
  std::vector<std::string> cells{name, text_of(field.at("kind")),
                                 field.contains("dtype") ? text_of(field.at("dtype")) : "",
                                 field.contains("shape") ? shape_text(field.at("shape")) : ""};
  std::vector<std::string> facts;
  if (field.contains("points")) facts.push_back(points_text(field.at("points")));
  if (field.contains("classes")) facts.push_back(std::to_string(field.at("classes").size()) + " classes");
  if (field.contains("ignore")) facts.push_back("ignore " + dump(field.at("ignore")));
  if (field.contains("boxes")) facts.push_back("of " + text_of(field.at("boxes")));
  cells.push_back(joined(facts));
  while (cells.back().empty()) cells.pop_back();
  return cells;
}

std::string fields_text(const Json& fields) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, field] : fields.items()) rows.push_back(field_cells(name, field));
  return table(rows, "  ");
}

std::string splits_text(const Json& splits) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, counts] : splits.items()) {
    rows.push_back({name, dump(counts.at("records")) + " records", dump(counts.at("examples")) + " examples",
                    dump(counts.at("rejected")) + " rejected"});
  }
  return table(rows, "  ");
}

std::string unfinished_text(const Json& dataset) {
  std::string text = "not complete: there is no dataset.json\n";
  for (const auto& file : dataset.at("files")) text += "  " + text_of(file) + "\n";
  return text;
}

std::string dataset_text(const Json& dataset) {
  if (!dataset.at("complete").get<bool>()) return unfinished_text(dataset);
  std::string text = text_of(dataset.at("name")) + " " + text_of(dataset.at("version")) + ", seed " +
                     dump(dataset.at("seed")) + "\nsplits\n" + splits_text(dataset.at("splits")) + "fields\n" +
                     fields_text(dataset.at("fields")) + "outputs\n";
  for (const auto& output : dataset.at("outputs")) {
    text += "  " + text_of(output.at("type")) + " in " + text_of(output.at("path")) + ": " + dump(output.at("shards")) +
            " shards, " + dump(output.at("examples")) + " examples\n" + sample_text(output.at("sample"));
  }
  return text;
}

}  // namespace

std::string inspection_text(const Json& inspection) {
  const std::string type = text_of(inspection.at("type"));
  if (type == "dataset") return dataset_text(inspection);
  return type == "npy" ? npy_text(inspection) : tfrecord_text(inspection, "");
}

}  // namespace augshard

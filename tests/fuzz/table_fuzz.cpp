// Any bytes as a table: CSV or JSONL by the first byte. What is listed keeps the promises of a listing, and rows
// that were read are read again when they are written with every field in quotes.
#include <string>
#include <vector>

#include "fuzz/listing.h"
#include "source/delimited.h"

using namespace augshard;
using namespace augshard::fuzz;

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string pipeline_over(const std::string& file) {
  return R"({"augshard": 1, "name": "fuzz",
    "source": {"type": "table", "file": ")" +
         file + R"(", "image": "image", "masks": {"mask": "mask"},
      "boxes": {"objects": {"column": "boxes", "format": "rel_cxcywh", "labels": "labels"}},
      "keypoints": {"ends": {"column": "ends", "format": "xyv"}, "marks": {"column": "marks", "format": "xy"}}},
    "targets": {"objects": {"kind": "boxes", "classes": ["car", "person"]},
      "ends": {"kind": "keypoints", "boxes": "objects", "points": ["head", "feet"]}, "marks": {"kind": "keypoints"}},
    "outputs": [{"type": "npy"}]})";
}

/// Nothing where the text is no table.
std::optional<Rows> read_rows(std::string_view text, char delimiter) {
  DelimitedReader reader(text, delimiter);
  Rows rows;
  while (true) {
    auto row = reader.next();
    if (!row) return std::nullopt;
    if (row->fields.empty()) return rows;
    rows.push_back(std::move(row->fields));
  }
}

std::string in_quotes(const Rows& rows, char delimiter) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += delimiter;
      text += '"';
      for (const char c : row[i]) text += c == '"' ? std::string(2, c) : std::string(1, c);
      text += '"';
    }
    text += '\n';
  }
  return text;
}

void check_rows(std::string_view text, char delimiter) {
  const auto rows = read_rows(text, delimiter);
  if (rows) require(read_rows(in_quotes(*rows, delimiter), delimiter) == rows);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ListedSource csv(pipeline_over("list.csv"), "list.csv");
  static const ListedSource jsonl(pipeline_over("list.jsonl"), "list.jsonl");
  if (size == 0) return 0;
  const ListedSource& source = data[0] == 'j' ? jsonl : csv;
  const std::string_view text = text_of(bytes_of(data, size)).substr(1);
  check_listing(source.list(text), source.spec());
  if (&source == &csv) check_rows(text, ',');
  return 0;
}

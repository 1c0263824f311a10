#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <utility>

#include "base/counted.h"
#include "base/files.h"
#include "base/json_nesting.h"
#include "base/nearest_name.h"
#include "source/annotations.h"
#include "source/delimited.h"
#include "source/layout.h"
#include "source/names.h"

namespace augshard {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::string_view kTablePointer = "/source/file";

/// One row: its cells by column; a JSON null is no cell.
struct TableRow {
  int line = 0;
  std::map<std::string, std::string> cells;
  std::map<std::string, json> lists = {};  ///< JSONL only: what is no plain value

  [[nodiscard]] const std::string* cell(const std::string& column) const {
    const auto found = cells.find(column);
    return found == cells.end() || found->second.empty() ? nullptr : &found->second;
  }
};

/// Faults of rows, one diagnostic a kind with the first few lines spelled out.
class RowFaults {
 public:
  explicit RowFaults(const Spec& spec) : spec_(spec) {}

  void add(int line, std::string code, std::string pointer, const std::string& what, std::string hint) {
    Fault& fault = faults_[{std::move(pointer), std::move(code), std::move(hint)}];
    if (fault.examples.count() == 0) fault.line = line;
    fault.examples.add("line " + std::to_string(line) + ": " + what);
  }

  void finish(Diagnostics& diagnostics) const {
    for (const auto& [kind, fault] : faults_) {
      const auto& [pointer, code, hint] = kind;
      diagnostics.push_back(source_error(spec_, code, pointer, fault.examples.text(), hint, fault.line));
    }
  }

 private:
  struct Fault {
    int line = 0;
    Examples examples;
  };
  const Spec& spec_;
  std::map<std::tuple<std::string, std::string, std::string>, Fault> faults_;
};

/// Where a reader puts what it finds.
struct TableSink {
  std::set<std::string>& columns;
  RowFaults& faults;
  std::function<void(const TableRow&)> take;

  void fault(int line, const std::string& what, std::string hint) const {
    faults.add(line, "table", std::string(kTablePointer), what, std::move(hint));
  }
};

/// The columns of the first row; empty after a fault.
std::vector<std::string> read_header(DelimitedReader& reader, const TableSink& sink) {
  auto header = reader.next();
  if (!header) {
    sink.fault(reader.line(), header.error().message, header.error().hint);
    return {};
  }
  for (const std::string& name : header->fields) {
    if (name.empty() || sink.columns.insert(name).second) continue;
    sink.fault(header->line, "column '" + name + "' stands twice in the header", "give each column its own name");
    return {};
  }
  return std::move(header->fields);
}

void read_delimited(std::string_view text, char delimiter, const TableSink& sink) {
  DelimitedReader reader(text, delimiter);
  const std::vector<std::string> names = read_header(reader, sink);
  while (!names.empty()) {
    auto row = reader.next();
    if (!row) return sink.fault(reader.line(), row.error().message, row.error().hint);
    if (row->fields.empty()) return;
    if (row->fields.size() != names.size()) {
      sink.fault(
          row->line,
          counted(row->fields.size(), "field", "fields") + " where the header has " + std::to_string(names.size()),
          "quote fields that hold the delimiter");
      continue;
    }
    TableRow cells{row->line, {}};
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!names[i].empty()) cells.cells.emplace(names[i], std::move(row->fields[i]));
    }
    sink.take(cells);
  }
}

/// Parses one line of JSON, refusing keys given twice, which the library would merge in silence.
Expected<json> parse_object(std::string_view line) {
  std::set<std::string> keys;
  std::string twice;
  const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
    if (depth == 1 && event == json::parse_event_t::key && !keys.insert(parsed.get<std::string>()).second) {
      twice = parsed.get<std::string>();
    }
    return true;
  };
  if (nests_too_deep(line)) return Error{"table", "values nest too deep", "a list of boxes or points has few levels"};
  try {
    json object = json::parse(line, watch);
    if (!object.is_object()) return Error{"table", "not a JSON object", "write one object a line"};
    if (!twice.empty()) return Error{"table", "key '" + twice + "' is given twice", "write one object a line"};
    return object;
  } catch (const json::exception& fault) {
    const std::string text = fault.what();
    return Error{"table", "not JSON: " + text.substr(text.find("] ") + 2), "write one object a line"};
  }
}

std::string text_of(const json& scalar) { return scalar.is_string() ? scalar.get<std::string>() : scalar.dump(); }

void read_json_lines(std::string_view text, const TableSink& sink) {
  text = without_byte_order_mark(text);
  int number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (line.size() > kMaxRowBytes) {
      sink.fault(number, "the line is over 1 MiB long", "write one object a line");
      continue;
    }
    auto object = parse_object(line);
    if (!object) {
      sink.fault(number, object.error().message, object.error().hint);
      continue;
    }
    TableRow row{number, {}};
    for (auto& [name, value] : object->items()) {
      sink.columns.insert(name);
      if (value.is_null()) continue;
      if (value.is_primitive()) {
        row.cells.emplace(name, text_of(value));
      } else {
        row.lists.emplace(name, std::move(value));
      }
    }
    sink.take(row);
  }
}

/// Turns rows into candidates.
class RowReader {
 public:
  RowReader(const Spec& spec, const fs::path& root, RowFaults& faults) : spec_(spec), root_(root), faults_(faults) {
    own_columns_ = {"key", spec.source.image};
    for (const auto& [name, column] : spec.source.masks) own_columns_.insert(column);
    for (const BoxesSource& boxes : spec.source.boxes) own_columns_.insert({boxes.column, boxes.labels});
    for (const KeypointsSource& keypoints : spec.source.keypoints) own_columns_.insert(keypoints.column);
  }

  void take(const TableRow& row) {
    Candidate candidate;
    candidate.line = row.line;
    Record& record = candidate.record;
    auto image = path_in(row, spec_.source.image, "/source/image");
    if (!image) {
      return faults_.add(row.line, "table", "/source/image", "column '" + spec_.source.image + "' is empty",
                         "every row names an image");
    }
    record.image = *std::move(image);
    for (std::size_t i = 0; i < spec_.source.masks.size(); ++i) {
      record.masks.push_back(path_in(row, spec_.source.masks[i].second, mask_pointer(spec_, i)));
    }
    read_annotations(row, record.annotations);
    const std::string* key = row.cell("key");
    record.key = key != nullptr ? *key : without_extension(record.image);
    for (const auto& [name, value] : row.cells) {
      if (!own_columns_.contains(name)) record.attributes.emplace(name, value);
    }
    candidates_.push_back(std::move(candidate));
  }

  [[nodiscard]] std::vector<Candidate> candidates() && { return std::move(candidates_); }

 private:
  /// The path in a cell, reported where it leads out of the root; nothing where the cell is empty.
  std::optional<std::string> path_in(const TableRow& row, const std::string& column, const std::string& pointer) {
    const std::string* cell = row.cell(column);
    if (cell == nullptr) return std::nullopt;
    std::string path = *cell;
    while (path.starts_with("./")) path.erase(0, 2);
    const auto resolved = resolve_beneath(root_, path);
    if (!resolved) {
      faults_.add(row.line, resolved.error().code, pointer, resolved.error().message, resolved.error().hint);
    }
    return path;
  }

  /// The list of a row, which CSV writes as JSON text; empty where the cell is, nothing after a reported fault.
  std::optional<json> json_in(const TableRow& row, const std::string& column, const std::string& pointer) {
    if (const auto list = row.lists.find(column); list != row.lists.end()) return list->second;
    const std::string* cell = row.cell(column);
    if (cell == nullptr) return json::array();
    json value = nests_too_deep(*cell) ? json() : json::parse(*cell, nullptr, false);
    if (value.is_array()) return value;
    faults_.add(row.line, "table", pointer, "column '" + column + "' holds no list",
                R"(write a list; in CSV as JSON in quotes: "[[1, 2, 30, 40]]", and labels as "[""car""]")");
    return std::nullopt;
  }

  void read_annotations(const TableRow& row, Annotations& annotations) {
    for (std::size_t i = 0; i < spec_.source.boxes.size(); ++i) {
      annotations.boxes.push_back(boxes_in(row, spec_.source.boxes[i], spec_.boxes[i]));
    }
    for (std::size_t i = 0; i < spec_.source.keypoints.size(); ++i) {
      const auto& bound = spec_.keypoints[i].boxes;
      const std::size_t boxes = bound ? annotations.boxes[*bound].size() : 0;
      annotations.keypoints.push_back(keypoints_in(row, spec_.source.keypoints[i], spec_.keypoints[i], boxes));
    }
  }

  std::vector<WrittenBox> boxes_in(const TableRow& row, const BoxesSource& source, const BoxesTarget& target) {
    const std::string pointer = "/source/boxes/" + source.name;
    const auto boxes = json_in(row, source.column, pointer);
    const auto labels = source.labels.empty() ? std::nullopt : json_in(row, source.labels, pointer);
    if (!boxes || (!labels && !source.labels.empty())) return {};
    auto read = read_boxes(*boxes, labels ? &*labels : nullptr, target);
    if (read) return *std::move(read);
    faults_.add(row.line, read.error().code, pointer, read.error().message, read.error().hint);
    return {};
  }

  std::vector<std::vector<double>> keypoints_in(const TableRow& row, const KeypointsSource& source,
                                                const KeypointsTarget& target, std::size_t boxes) {
    const std::string pointer = "/source/keypoints/" + source.name;
    const auto sets = json_in(row, source.column, pointer);
    if (!sets) return {};
    auto read = read_keypoints(*sets, source.format, target, boxes);
    if (read) return *std::move(read);
    faults_.add(row.line, read.error().code, pointer, read.error().message, read.error().hint);
    return {};
  }

  const Spec& spec_;
  const fs::path& root_;
  RowFaults& faults_;
  std::set<std::string> own_columns_;
  std::vector<Candidate> candidates_;
};

void check_column(const Spec& spec, const std::set<std::string>& columns, const std::string& column,
                  const std::string& pointer, Diagnostics& diagnostics) {
  if (columns.contains(column)) return;
  const std::vector<std::string> names(columns.begin(), columns.end());
  const auto near = nearest_name(column, names);
  diagnostics.push_back(
      source_error(spec, "table", pointer, "'" + spec.source.file.string() + "' has no column '" + column + "'",
                   near ? "did you mean '" + *near + "'?" : "its columns: " + quoted_names(names, 2 * kNamesShown)));
}

void read_table(const Spec& spec, std::string_view text, const TableSink& sink, Diagnostics& diagnostics) {
  std::string extension = spec.source.file.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (extension == ".csv") return read_delimited(text, ',', sink);
  if (extension == ".tsv") return read_delimited(text, '\t', sink);
  if (extension == ".jsonl" || extension == ".ndjson") return read_json_lines(text, sink);
  diagnostics.push_back(source_error(spec, "table", std::string(kTablePointer),
                                     "'" + spec.source.file.string() + "' is not a kind of table that can be read",
                                     "its name must end in .csv, .tsv or .jsonl"));
}

LayoutWords table_words(const Spec& spec) {
  LayoutWords words;
  words.duplicate_hint = "give each row its own value in a column 'key'";
  words.absence = [&spec](const Candidate& candidate, std::size_t mask) {
    return "line " + std::to_string(candidate.line) + ": column '" + spec.source.masks[mask].second + "' is empty";
  };
  return words;
}

}  // namespace

Listing list_table(const Spec& spec) {
  Listing listing;
  Diagnostics& diagnostics = listing.diagnostics;
  listing.root = spec.source.root.empty() ? spec.source.file.parent_path() : spec.source.root;
  if (listing.root.empty()) listing.root = ".";
  if (auto problem = check_root(spec, listing.root)) diagnostics.push_back(*std::move(problem));
  const auto text = read_text(spec.source.file);
  if (!text) {
    diagnostics.push_back(source_error(spec, "table", std::string(kTablePointer),
                                       "the table cannot be read: " + text.error().message,
                                       "source.file is relative to the pipeline file"));
  }
  if (has_errors(diagnostics)) return listing;

  std::set<std::string> columns;
  RowFaults faults(spec);
  RowReader rows(spec, listing.root, faults);
  read_table(spec, *text, {columns, faults, [&](const TableRow& row) { rows.take(row); }}, diagnostics);
  if (has_errors(diagnostics)) return listing;
  if (columns.empty()) {
    faults.finish(diagnostics);
  } else {
    check_column(spec, columns, spec.source.image, "/source/image", diagnostics);
    for (std::size_t i = 0; i < spec.source.masks.size(); ++i) {
      check_column(spec, columns, spec.source.masks[i].second, mask_pointer(spec, i), diagnostics);
    }
    for (const BoxesSource& boxes : spec.source.boxes) {
      check_column(spec, columns, boxes.column, "/source/boxes/" + boxes.name + "/column", diagnostics);
      if (boxes.labels.empty()) continue;
      check_column(spec, columns, boxes.labels, "/source/boxes/" + boxes.name + "/labels", diagnostics);
    }
    for (const KeypointsSource& keypoints : spec.source.keypoints) {
      check_column(spec, columns, keypoints.column, "/source/keypoints/" + keypoints.name + "/column", diagnostics);
    }
    if (has_errors(diagnostics)) return listing;
    faults.finish(diagnostics);
  }
  std::vector<Candidate> candidates = std::move(rows).candidates();
  if (candidates.empty() && !has_errors(diagnostics)) {
    diagnostics.push_back(source_error(spec, "no-records", std::string(kTablePointer),
                                       "'" + spec.source.file.string() + "' has no rows",
                                       "a CSV or TSV begins with a header row; JSONL has one object a line"));
  }
  settle(listing, std::move(candidates), spec, table_words(spec));
  return listing;
}

}  // namespace augshard

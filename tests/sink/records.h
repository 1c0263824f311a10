#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bytes.h"
#include "sink/sink.h"
#include "sink/tfrecord/example.h"
#include "sink/tfrecord/record.h"
#include "temporary_folder.h"

namespace augshard {

inline std::vector<std::vector<std::byte>> records_of(const std::vector<std::byte>& file) {
  const auto source = open_source(file);
  RecordReader reader(*source);
  std::vector<std::vector<std::byte>> records;
  while (auto record = *reader.next()) records.push_back(std::move(*record));
  return records;
}

inline std::string bytes_value(const Features& features, const std::string& key) {
  const auto& list = std::get<BytesList>(features.at(key));
  REQUIRE(list.size() == 1);
  return text_of(list[0]);
}

inline std::string keys_of(const Features& features) {
  std::string keys;
  for (const auto& [key, feature] : features) keys += key + " ";
  return keys;
}

/// The features of one example as this output writes it; `record` keeps what they view.
inline Features written(const OutputSpec& spec, const Dataset& dataset, const Example& example,
                        std::vector<std::byte>& record) {
  const TemporaryFolder folder;
  const auto sink = make_sink(spec, dataset, folder.path());
  const auto encoded = sink->encode(example);
  REQUIRE(encoded);
  record = records_of(encoded->parts.at(0)).at(0);
  return *parse_example(record);
}

inline nlohmann::ordered_json json_file(const std::filesystem::path& path) {
  return nlohmann::ordered_json::parse(*read_text(path));
}

inline std::string codes_and_pointers(const Diagnostics& found) {
  std::string text;
  for (const auto& d : found) text += (d.severity == Severity::error ? "error " : "warning ") + d.pointer + "\n";
  return text;
}

}  // namespace augshard
